export { assignPracticeNumbers } from './actions/assign-practice-numbers.js';
export { createPractice } from './actions/create-practice.js';
export { upsertStructures } from './actions/upsert-structures.js';
export { STRUCTURE_CHANGED } from './events.js';
export {
  structureByFiness,
  structureBySiret,
  structuresById,
  structuresByNationalId,
} from './queries/find.js';
export { type StructureVersion, structureAsOf, structureHistory } from './queries/structure-as-of.js';
export { datumOrigin } from './rules/datum-origin.js';
export type * from './structure.js';
