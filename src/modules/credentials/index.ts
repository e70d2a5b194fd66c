export * as igc from './ca/index.js';
export * as cards from './cards/index.js';
export * as ecps from './ecps/index.js';
