import { inBackground } from './db/connection.js';
import { lateIndexes, makeLateIndexes } from './db/without-indexes.js';
import type { Reaction } from './events.js';

/**
 * Makes the indexes of a table that a first load left for later: it is read, and copied, meanwhile. Harmless when repeated.
 * In: the name of the reaction, whose subjects do not matter; the table.
 */
export const completeIndexes = (name: string, table: string): Reaction => ({
  name,
  run: (ctx) => inBackground(ctx.db, (db) => makeLateIndexes({ db }, table)),
  behind: (ctx) => lateIndexes(ctx, table),
  subjects: 'indexes',
});
