import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/platform/db/connection.js';
import { kept, USES } from '../../src/platform/db/plans.js';
import { testDatabase } from '../support/database.js';

/** One connection: what it has planned is seen from itself. */
let database: Database;
beforeAll(async () => {
  database = openDatabase(await testDatabase(), 1);
  await sql`create table words (word text)`.execute(database.db);
});
afterAll(() => database.close());
beforeEach(() => fill(10));

/** Gives the table so many lines, and says so to the planner. */
async function fill(lines: number): Promise<void> {
  await sql`truncate words`.execute(database.db);
  await sql`insert into words select 'word ' || n from generate_series(1, ${lines}::int) n`.execute(
    database.db,
  );
  await sql`analyze words`.execute(database.db);
}

async function ask(name: string, times: number): Promise<void> {
  const question = sql`${kept(name)}select count(*) from words where word = (select ${'word 1'}::text)`;
  for (let n = 0; n < times; n++) await question.execute(database.db);
}

/** How often a statement was planned for one value, and how often one plan served all. */
async function plans(name: string) {
  const { rows } = await sql<{ custom: number; general: number }>`select custom_plans as custom,
    generic_plans as general from pg_prepared_statements where name = ${name}`.execute(database.db);
  return rows;
}

describe('a statement that is kept', () => {
  it('is planned for its first five values, then once for all', async () => {
    await ask('usual', 50);
    expect(await plans('usual')).toEqual([{ custom: 5, general: 45 }]);
  });

  it('does not plan at each use for good after its table was large for a moment', async () => {
    await ask('swollen', 10);
    await fill(50_000);
    await ask('swollen', 1);
    await fill(10);
    await ask('swollen', 50);
    expect((await plans('swollen'))[0]?.custom, 'the server does it at each use').toBeGreaterThan(50);
    await ask('swollen', USES);
    const [now] = await plans('swollen');
    expect(now?.custom).toBe(5);
    expect(now?.general).toBeGreaterThan(0);
  });

  it('is renewed inside a transaction, even one that has failed', async () => {
    await ask('failed', USES);
    const failing = database.db.transaction().execute(async (trx) => {
      await sql`select 1 / 0`.execute(trx).catch(() => undefined);
      await sql`${kept('failed')}select 1`.execute(trx);
    });
    await expect(failing).rejects.toThrow(/current transaction is aborted/);
    await database.db.transaction().execute(async (trx) => {
      await sql`${kept('failed')}select count(*) from words where word = (select ${'x'}::text)`.execute(trx);
    });
    await ask('failed', 1);
    expect(await plans('failed')).toEqual([{ custom: 2, general: 0 }]);
  });
});
