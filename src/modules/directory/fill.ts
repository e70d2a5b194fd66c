import { sql } from 'kysely';
import { today } from '../../platform/clock.js';
import { type Ctx, copyingTransaction } from '../../platform/context.js';
import { withoutIndexes } from '../../platform/db/without-indexes.js';
import type { Person } from '../registry/index.js';
import type { Structure } from '../structures/index.js';
import { writeLoad } from './bulk.js';
import { publish } from './publications/publish.js';
import { entryLine } from './rules/entry-line.js';

/** No load of files has this number. */
const NO_LOAD = -1;

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
  await copyingTransaction(ctx, (tx, client) =>
    withoutIndexes(tx, 'directory.entries', about, async () => {
      await writeLoad(ctx, { tx, client, load: NO_LOAD }, async (write) => {
        for (const { person, places } of people) await write(entryLine(person, places, on));
      });
      await publish(tx, 'bench');
    }),
  );
  await sql`analyze directory.entries`.execute(ctx.db);
  await sql`analyze directory.names`.execute(ctx.db);
}
