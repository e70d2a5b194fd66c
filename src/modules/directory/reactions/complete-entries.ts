import { completeIndexes } from '../../../platform/complete-indexes.js';
import { ENTRIES } from '../bulk.js';

/** Makes the indexes of the entries that a first load left for later. */
export const completeEntries = completeIndexes('directory.complete-entries', ENTRIES);
