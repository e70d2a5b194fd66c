export * as acme from './acme/index.js';
export * as igc from './ca/index.js';
export * as cards from './cards/index.js';
export * as catalogue from './catalogue/index.js';
export * as certificates from './certificates/index.js';
export * as ecps from './ecps/index.js';
export * as incidents from './incidents/index.js';
