export type * from './member-record.js';
