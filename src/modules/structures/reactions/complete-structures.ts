import { completeIndexes } from '../../../platform/complete-indexes.js';
import { STRUCTURES } from '../actions/add-structures.js';

/** Makes the indexes of the structures that a first load left for later. */
export const completeStructures = completeIndexes('structures.complete-structures', STRUCTURES);
