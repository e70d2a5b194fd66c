export * from './rules/identifiers/index.js';
