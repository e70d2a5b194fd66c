import { getPriority } from 'node:os';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Db, inBackground, one } from '../../src/platform/db/connection.js';
import { IN_BACKGROUND } from '../../src/platform/db/priority.js';
import { startTestApp, type TestApp } from '../support/app.js';

let test: TestApp;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.stop());

const serverOf = async (db: Db): Promise<number> =>
  (await one(db, sql<{ pid: number }>`select pg_backend_pid() pid`))?.pid ?? 0;

it.runIf(process.platform === 'linux')(
  'work that nobody waits for yields on the server too, and the connections of the others do not',
  async () => {
    const { db } = test.app.ctx;
    const usual = getPriority(await serverOf(db));
    const [apart, yielding] = await inBackground(db, async (other) => {
      const pid = await serverOf(other);
      return [pid, getPriority(pid)];
    });
    expect(yielding).toBe(Math.max(usual, IN_BACKGROUND));
    expect(await serverOf(db)).not.toBe(apart);
    expect(getPriority(await serverOf(db))).toBe(usual);
  },
);

it('inside a transaction it is done in that transaction', async () => {
  await test.app.ctx.db.transaction().execute(async (tx) => {
    const mine = await serverOf(tx);
    expect(await inBackground(tx, serverOf)).toBe(mine);
  });
});
