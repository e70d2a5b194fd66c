export {
  addStructures,
  chooseAside,
  layStructuresAside,
  makingRoom,
  type ToldStructure,
  takeStructures,
} from './actions/add-structures.js';
export { announceClosings } from './actions/announce-closings.js';
export { assignPracticeNumbers } from './actions/assign-practice-numbers.js';
export { createPractice } from './actions/create-practice.js';
export { knowLegalEntities } from './actions/know-legal-entities.js';
export { upsertStructures } from './actions/upsert-structures.js';
export * as contracts from './contracts/index.js';
export { STRUCTURE_CHANGED } from './events.js';
export { CSV_COLUMNS } from './finess/csv.js';
export { finessFileName } from './finess/file-name.js';
export { toProjected } from './finess/position.js';
export type { FinessCount, FinessReport } from './imports/import.js';
export {
  discardFiness,
  type FinessOutcome,
  type FinessRequest,
  importFiness,
  releaseFiness,
} from './imports/load.js';
export {
  lastFinessApplied,
  lastFinessLoads,
  lastPublished as lastFinessPublished,
  readFinessLoad,
} from './imports/store.js';
export { type GroupCount, hospitalGroups, type StructureCounts, structureCounts } from './queries/counts.js';
export { answeringFor, coveredStructures } from './queries/covered-structures.js';
export {
  structureByFiness,
  structureBySiret,
  structuresById,
  structuresByNationalId,
} from './queries/find.js';
export { nextClosingDay } from './queries/next-closing-day.js';
export { type StructureVersion, structureAsOf, structureHistory } from './queries/structure-as-of.js';
export { completeStructures } from './reactions/complete-structures.js';
export { makeTerms } from './reactions/make-terms.js';
export { addressLines, townLines } from './rules/address-lines.js';
export { datumOrigin } from './rules/datum-origin.js';
export { CATEGORIES_OF, FAMILIES, type Family, familyOf, sectorOf } from './rules/families.js';
export { isOpen } from './rules/is-open.js';
export type * from './structure.js';
