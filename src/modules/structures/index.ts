export type * from './structure.js';
