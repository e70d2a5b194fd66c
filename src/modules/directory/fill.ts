import { sql } from 'kysely';
import { today } from '../../platform/clock.js';
import { type Ctx, copyingTransaction } from '../../platform/context.js';
import { makeLateIndexes } from '../../platform/db/without-indexes.js';
import type { Person } from '../registry/index.js';
import type { Structure } from '../structures/index.js';
import { ENTRIES, writeNewEntries } from './bulk.js';
import { EntryRows } from './loads/entry-rows.js';
import { rowsMade } from './loads/rows-apart.js';
import { keepNamesOfLoad } from './names.js';
import { publish } from './publications/publish.js';
import { entryLine } from './rules/entry-line.js';

/**
 * Fills the directory with people that no register holds, in one transaction: for benches and tests of what it costs to
 * ask. In: the people with their places, about how many.
 */
export async function fillDirectory(
  ctx: Ctx,
  people: Iterable<{ readonly person: Person; readonly places: ReadonlyMap<string, Structure> }>,
  about: number,
): Promise<void> {
  const on = today(ctx.clock);
  await copyingTransaction(ctx, async (tx, client) => {
    await writeNewEntries({ tx, client }, about, async (take) => {
      const rows = new EntryRows(ctx, take);
      for (const { person, places } of people) await rows.add(entryLine(person, places, on));
      return rowsMade(keepNamesOfLoad(ctx, await rows.end()));
    });
    await publish(tx, 'bench');
  });
  await makeLateIndexes(ctx, ENTRIES);
  await sql`analyze directory.entries`.execute(ctx.db);
  await sql`analyze directory.names`.execute(ctx.db);
}
