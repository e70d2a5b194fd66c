export { assignPracticeNumbers, type PracticeHolder } from './actions/assign-practice-numbers.js';
export { createPractice, type NewPractice } from './actions/create-practice.js';
export { upsertStructures } from './actions/upsert-structures.js';
export { structureByFiness, structureBySiret, structuresById } from './queries/find.js';
export { technicalId } from './rules/technical-id.js';
export type * from './structure.js';
