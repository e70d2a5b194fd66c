export { grant, type HabilitationGrant } from './actions/grant.js';
export {
  activateThirdStructure,
  chooseThirdStructure,
  deactivateThirdStructure,
  leaveThirdStructure,
  type ThirdStructureChoice,
} from './actions/third-structures.js';
export { withdraw } from './actions/withdraw.js';
export { errors } from './errors.js';
export type { Habilitation } from './habilitation.js';
export {
  findHabilitations,
  type HabilitationFilter,
  habilitationById,
  habilitationsOf,
} from './queries/habilitations-of.js';
export { type Acting, mayActFor, requireHabilitation } from './queries/may-act-for.js';
export {
  clientsOf,
  isThirdStructure,
  thirdStructures,
  thirdStructuresOf,
} from './queries/third-structures.js';
export { type HabilitationKind, isKind, KIND_RULES, KINDS } from './rules/kinds.js';
export { type HabilitationState, STATE_LABELS } from './rules/period.js';
