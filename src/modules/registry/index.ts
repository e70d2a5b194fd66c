export type * from './person.js';
