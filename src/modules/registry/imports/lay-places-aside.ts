import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import type { Ctx } from '../../../platform/context.js';
import { withConnection } from '../../../platform/db/connection.js';
import { copyOut } from '../../../platform/db/copy.js';
import { collectGarbage } from '../../../platform/memory.js';
import { chooseAside, layStructuresAside, type ToldStructure } from '../../structures/index.js';
import { placeOf } from './rules/place-of.js';
import { type Aside, noteAside, PLACES_OF_LINES } from './settle-structures.js';
import { LOADS } from './store.js';

/** Structures between two collections of garbage. */
const COLLECT_EVERY = 40_000;

/**
 * Works out beside, while the lines are compared, the structures that the lines of a first file name: the transaction has
 * only to take them. In: the world outside the transaction; the connection that staged the lines, for nothing else; the
 * number of the load, the table of the lines. Out: where they lie, each place once.
 */
export async function layPlacesAside(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  client: pg.Client,
  id: number,
  lines: string,
): Promise<Aside> {
  const told = LOADS.book.staged(id, 'told');
  await client.query(`create unlogged table ${told} as ${PLACES_OF_LINES(lines)}`);
  await withConnection(ctx.db, (reading) =>
    layStructuresAside(ctx, client, rowsAside(id), structuresOf(reading, told)),
  );
  return noteAside(client, rowsAside(id), notedAside(id));
}

/** The same for places that `layToldPlaces` has worked out as they were read: of those told twice, the first in their order. */
export async function choosePlaces(client: pg.Client, id: number): Promise<Aside> {
  // In the room that PostgreSQL takes by itself the places of a nation would be written out, and read again.
  await client.query(`set work_mem = '128MB'`);
  await chooseAside(client, rowsAside(id));
  const aside = await noteAside(client, rowsAside(id), notedAside(id));
  await client.query('reset work_mem');
  return aside;
}

/**
 * Works places out as they are told. In: a connection for nothing else, the number of the load; texts of some places each, see
 * `placeText`, a line each.
 */
export const layToldPlaces = (
  ctx: Pick<Ctx, 'clock'>,
  client: pg.ClientBase,
  id: number,
  texts: AsyncIterable<string>,
): Promise<void> => layStructuresAside(ctx, client, rowsAside(id), toldIn(texts));

/** Where the rows of the places of a load lie. */
const rowsAside = (id: number): string => LOADS.book.staged(id, 'structures');

/** Where lies what is noted of each. */
const notedAside = (id: number): string => LOADS.book.staged(id, 'places');

const structureOf = (told: string): ToldStructure => ({ told, structure: placeOf(told, true) });

async function* toldIn(texts: AsyncIterable<string>) {
  for await (const text of texts) yield text.split('\n').map(structureOf);
}

async function* structuresOf(client: pg.PoolClient, table: string) {
  let made = 0;
  for await (const lot of copyOut(client, `select told from ${table} order by id`)) {
    yield lot.map(([told = '']) => structureOf(told));
    made += lot.length;
    // The statements of the transaction go through the same thread.
    await setImmediate();
    if (made % COLLECT_EVERY < lot.length) collectGarbage();
  }
}
