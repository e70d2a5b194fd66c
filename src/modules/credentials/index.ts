export * as ecps from './ecps/index.js';
