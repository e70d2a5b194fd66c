export { assignPracticeNumbers } from './actions/assign-practice-numbers.js';
export { createPractice } from './actions/create-practice.js';
export { upsertStructures } from './actions/upsert-structures.js';
export {
  structureByFiness,
  structureBySiret,
  structuresById,
  structuresByNationalId,
} from './queries/find.js';
export type * from './structure.js';
