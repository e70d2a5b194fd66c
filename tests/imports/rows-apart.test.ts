import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rowsOfLoad } from '../../src/modules/directory/loads/rows-of-load.js';
import { importFiles } from '../../src/modules/registry/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { compiled } from '../robustness/program.js';
import { doctorLine, rejectsIn, writeLines } from './national-files.js';
import { useImports } from './world.js';

type Rows = typeof import('../../src/modules/directory/loads/rows-apart.js');
type Databases = typeof import('../../src/platform/db/connection.js');

/** From here on a thread is worth it. */
const MANY = 20_000;
const PEOPLE = 1200;

const world = useImports();
let program: ReturnType<typeof compiled>;
let rowsApart: Rows['rowsApart'];
let database: ReturnType<Databases['openDatabase']>;
let load: number;
beforeAll(async () => {
  program = compiled();
  const from = <T>(path: string): Promise<T> =>
    import(/* @vite-ignore */ pathToFileURL(join(program.main, '../..', path)).href);
  ({ rowsApart } = await from<Rows>('modules/directory/loads/rows-apart.js'));
  database = (await from<Databases>('platform/db/connection.js')).openDatabase(world.url, 4);
  const lines = Array.from({ length: PEOPLE }, (_, rank) => doctorLine(rank, { name: `D'É"TÉ ${rank}` }));
  const paths = [writeLines('personne-activite', lines)];
  const request = { source: 'annuaire', paths, rejectsIn: rejectsIn() } as const;
  load = (await importFiles({ ...world.ctx, reactions: {} }, world.url, request)).id;
});
afterAll(async () => {
  await database.close();
  program.remove();
});

/** A clock that stands still in one thread; the other thread reads how far ahead it is. */
const clock = { now: () => new Date('2030-03-01T10:00:00Z') };
const there = () => ({ db: database.db, clock });

async function gathered(make: (take: (piece: Buffer) => Promise<void>) => Promise<unknown>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  await make(async (piece) => {
    // Later than the next pieces come: they wait, in their order.
    await new Promise((resolve) => setImmediate(resolve));
    pieces.push(Buffer.from(piece));
  });
  return Buffer.concat(pieces);
}

/** The people of the rows, in their order. */
const numbersIn = (bytes: Buffer): string[] => bytes.toString('latin1').match(/89971\d{7}(?=\0)/g) ?? [];

it('makes the same rows in a thread of its own as in that of the pages', async () => {
  const [apart, here] = [
    await gathered((take) => rowsApart(there(), load, MANY, take)),
    await gathered((take) => rowsOfLoad({ db: world.ctx.db, clock }, load, take)),
  ];
  expect(numbersIn(apart)).toHaveLength(PEOPLE);
  expect(numbersIn(apart)).toEqual(numbersIn(here));
  // Times of writing apart, which the other thread counts from its own clock.
  expect(apart.length).toBe(here.length);
});

it('keeps the words of their names once the rows are made', async () => {
  const { names } = await rowsApart(there(), load, MANY, async () => undefined);
  await names;
  const kept = await rows(
    world.ctx.db,
    sql<{ word: string }>`select word from directory.names order by word`,
  );
  expect(kept.map(({ word }) => word)).toContain('dete0');
});

it('tells what kept the thread from going on, or from being heard', async () => {
  const refused = rowsApart(there(), load, MANY, () => Promise.reject(new Error('no room')));
  await expect(refused).rejects.toThrow('no room');
  await sql`alter table registry.statements rename to statements_away`.execute(world.ctx.db);
  try {
    const failed = rowsApart(there(), load, MANY, async () => undefined);
    await expect(failed).rejects.toThrow('registry.statements');
  } finally {
    await sql`alter table registry.statements_away rename to statements`.execute(world.ctx.db);
  }
});
