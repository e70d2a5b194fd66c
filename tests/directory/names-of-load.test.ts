import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepNames, keepNamesOfLoad } from '../../src/modules/directory/names.js';
import { transaction } from '../../src/platform/context.js';
import { rows } from '../../src/platform/db/connection.js';
import { type TestContext, testContext } from '../support/context.js';

let world: TestContext;
beforeAll(async () => {
  world = await testContext();
});
afterAll(() => world.close());
beforeEach(() => sql`truncate directory.names`.execute(world.ctx.db));

/** With their keys they are worth making the indexes after. */
const MANY = 12_000;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** Words of five letters, each once. */
const word = (rank: number): string =>
  [0, 1, 2, 3, 4].map((place) => LETTERS[Math.floor(rank / 26 ** place) % 26]).join('');
const terms = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, rank) => `n_${word(from + rank)}`);

const kept = () =>
  rows(world.ctx.db, sql<object>`select word, keys from directory.names order by word, keys`);
const indexes = () =>
  rows(
    world.ctx.db,
    sql<object>`select indexdef from pg_indexes where schemaname = 'directory' and tablename = 'names' order by 1`,
  );

describe('the words of names of a load', () => {
  it('are those that one by one are kept, with the same keys and the same indexes, each once', async () => {
    const before = await indexes();
    await keepNamesOfLoad(world.ctx, [...terms(0, MANY), ...terms(5, 50), 'p_10', 'c_75056']);
    const atOnce = await kept();
    expect(await indexes()).toEqual(before);
    await sql`truncate directory.names`.execute(world.ctx.db);
    await keepNames(world.ctx, terms(0, MANY));
    expect(atOnce).toHaveLength(MANY);
    expect(atOnce).toEqual(await kept());
  });

  it('are added to those that are known, and these not again', async () => {
    await keepNames(world.ctx, terms(0, 10));
    await keepNamesOfLoad(world.ctx, terms(5, MANY));
    expect(await kept()).toHaveLength(MANY);
  });

  it('are kept also when they are few, or none', async () => {
    await keepNamesOfLoad(world.ctx, []);
    expect(await kept()).toEqual([]);
    await keepNamesOfLoad(world.ctx, terms(0, 3));
    expect(await kept()).toHaveLength(3);
  });

  it('wait for nobody who is reading them: they are written one by one then', async () => {
    await transaction(world.ctx, async (reader) => {
      await sql`select from directory.names`.execute(reader.db);
      await keepNamesOfLoad(world.ctx, terms(0, MANY));
      expect(await rows(reader.db, sql<object>`select from directory.names`)).toHaveLength(MANY);
    });
  });
});
