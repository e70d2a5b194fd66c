import { once } from 'node:events';
import { get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { isDatabaseAway } from '../../src/platform/db/away.js';
import { openDatabase, withConnection } from '../../src/platform/db/connection.js';
import { testDatabase } from '../support/database.js';
import { startRelay } from './relay.js';

const codeOf = (error: unknown) => (error as { code?: string }).code;
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => Promise.reject(new Error('nothing failed')),
    (error: unknown) => error,
  );

it('takes a lost connection for the database only where it was one to the database', async () => {
  const url = await testDatabase();
  const relay = await startRelay(Number(new URL(url).port));
  const through = Object.assign(new URL(url), { port: String(relay.port) }).href;
  const [direct, relayed, later] = [openDatabase(url), openDatabase(through), openDatabase(through)];
  const asked = failureOf(sql`select pg_sleep(600)`.execute(relayed.db));
  const lent = failureOf(withConnection(relayed.db, (client) => client.query('select pg_sleep(600)')));
  const asleep = sql`from pg_stat_activity where datname = current_database() and query = 'select pg_sleep(600)'`;
  const count = sql<{ n: number }>`select count(*)::int n ${asleep}`;
  await expect.poll(async () => (await count.execute(direct.db)).rows[0]?.n, { interval: 20 }).toBe(2);
  await relay.cut();
  for (const error of [await asked, await lent]) expect(isDatabaseAway(error)).toBe(true);
  const refused = await failureOf(sql`select 1`.execute(later.db));
  expect([codeOf(refused), isDatabaseAway(refused)]).toEqual(['ECONNREFUSED', true]);
  // The server does not look whether anybody waits for them.
  await sql`select pg_terminate_backend(pid) ${asleep}`.execute(direct.db);
  for (const database of [direct, relayed, later]) await database.close();
});

it('takes a neighbour who hangs up, or is not there, for no loss of the database', async () => {
  const rude = createServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
  rude.listen(0, '127.0.0.1');
  await once(rude, 'listening');
  const { port } = rude.address() as AddressInfo;
  const ask = async () => (await once(get({ port, host: '127.0.0.1' }), 'error'))[0];
  const cut = await ask();
  expect([codeOf(cut), isDatabaseAway(cut)]).toEqual(['ECONNRESET', false]);
  await new Promise((resolve) => rude.close(resolve));
  const missing = await ask();
  expect([codeOf(missing), isDatabaseAway(missing)]).toEqual(['ECONNREFUSED', false]);
});
