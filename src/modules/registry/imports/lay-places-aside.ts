import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import type { Ctx } from '../../../platform/context.js';
import { withConnection } from '../../../platform/db/connection.js';
import { copyOut } from '../../../platform/db/copy.js';
import { collectGarbage } from '../../../platform/memory.js';
import { layStructuresAside } from '../../structures/index.js';
import { placeOf } from './rules/place-of.js';
import { PLACES_OF_LINES, type PlacesAside } from './settle-structures.js';
import { LOADS } from './store.js';

/** Structures between two collections of garbage. */
const COLLECT_EVERY = 40_000;

/**
 * Works out beside, while the lines are compared, the structures that the lines of a first file name: the transaction has
 * only to take them. In: the world outside the transaction; the connection that staged the lines, for nothing else; the
 * number of the load, the table of the lines. Out: where they lie.
 */
export async function layPlacesAside(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  client: pg.Client,
  id: number,
  lines: string,
): Promise<PlacesAside> {
  const aside = { places: LOADS.book.staged(id, 'places'), rows: LOADS.book.staged(id, 'structures') };
  await client.query(`create unlogged table ${aside.places} as ${PLACES_OF_LINES(lines)}`);
  await withConnection(ctx.db, (reading) =>
    layStructuresAside(ctx, client, aside.rows, structuresOf(reading, aside.places)),
  );
  return aside;
}

async function* structuresOf(client: pg.PoolClient, places: string) {
  let made = 0;
  for await (const lot of copyOut(client, `select place from ${places} order by id`)) {
    yield lot.map(([place = '']) => placeOf(place, true));
    made += lot.length;
    // The statements of the transaction go through the same thread.
    await setImmediate();
    if (made % COLLECT_EVERY < lot.length) collectGarbage();
  }
}
