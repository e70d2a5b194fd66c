import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ToldPlaces as Here } from '../../src/modules/registry/imports/told-places.js';
import { rows } from '../../src/platform/db/connection.js';
import { compiled } from '../robustness/program.js';
import { useImports } from './world.js';

type Apart = typeof import('../../src/modules/registry/imports/told-places.js');

/** From here on a thread is worth it. */
const MANY = 20_000;
/** More than are under way at once. */
const TEXTS = 300;
const EACH = 20;

const world = useImports();
let program: ReturnType<typeof compiled>;
let Apart: Apart['ToldPlaces'];
let client: pg.Client;
beforeAll(async () => {
  program = compiled();
  const path = join(program.main, '../..', 'modules/registry/imports/told-places.js');
  ({ ToldPlaces: Apart } = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as Apart);
  client = new pg.Client({ connectionString: world.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  program.remove();
});

const cells = (id: string, name: string) => [id, '', '', '', '', '', name, ...Array(18).fill('')].join('|');
const place = (rank: number) => `R${rank}|${cells(`R${rank}`, `CABINET D'É"TÉ ${rank}`)}|SA07`;
const texts = Array.from({ length: TEXTS }, (_, text) =>
  Array.from({ length: EACH }, (_, rank) => place(text * EACH + rank)).join('\n'),
);

const asked = (load: number, url = world.url) => ({ ctx: world.ctx, url, client, load, coming: MANY });

async function laid(load: number): Promise<unknown[]> {
  const table = `registry.lines_${load}_structures`;
  const found = await rows(
    world.ctx.db,
    sql<object>`select told, id, data, kind, active, sort_name, terms::text from ${sql.raw(table)} order by id`,
  );
  await sql`drop table ${sql.raw(table)}`.execute(world.ctx.db);
  return found;
}

it('places told to a thread lie as those that are worked out in the same one', async () => {
  for (const places of [new Apart(asked(9001)), new Here(asked(9002))]) {
    for (const text of texts) await places.tell(text);
    await places.end();
  }
  const [apart, here] = [await laid(9001), await laid(9002)];
  expect(apart).toHaveLength(TEXTS * EACH);
  expect(apart).toEqual(here);
});

it('what keeps the thread from its work is told to who tells it places, with its code', async () => {
  await sql`create table registry.lines_9003_structures ()`.execute(world.ctx.db);
  const places = new Apart(asked(9003));
  const failed = (async () => {
    for (const text of texts) await places.tell(text);
    await places.end();
  })();
  await expect(failed).rejects.toMatchObject({ code: '42P07' });
  await places.drop(new Error('given up'));
  await sql`drop table registry.lines_9003_structures`.execute(world.ctx.db);
});

it('places that are given up leave nothing that holds their table', async () => {
  for (const [Kind, load] of [
    [Apart, 9004],
    [Here, 9005],
  ] as const) {
    const places = new Kind(asked(load));
    await places.tell(texts[0] ?? '');
    await places.drop(new Error('given up'));
    await sql`drop table if exists ${sql.raw(`registry.lines_${load}_structures`)}`.execute(world.ctx.db);
    expect((await client.query('select 1 still')).rows).toEqual([{ still: 1 }]);
  }
});
