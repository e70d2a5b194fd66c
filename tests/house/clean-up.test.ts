import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { jobHandlers } from '../../src/job-handlers.js';
import { rows } from '../../src/platform/db/connection.js';
import { once } from '../../src/platform/idempotency.js';
import { startTestApp, type TestApp } from '../support/app.js';

let test: TestApp;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.stop());

/** Does the periodic work once, as its hour would. */
async function run(name: string): Promise<void> {
  const handler = jobHandlers.find((candidate) => candidate.name === name);
  expect(handler?.every).toMatch(/^\S+( \S+){4}$/);
  await handler?.run(test.app.ctx, {});
}

const left = async (table: string, column: string) =>
  (
    await rows(
      test.app.ctx.db,
      sql<{ id: string }>`select ${sql.ref(column)}::text id from ${sql.table(table)} order by 1`,
    )
  ).map(({ id }) => id);

it('forgets what the protocol engine keeps an hour after its end, and nothing that lives', async () => {
  await sql`insert into identity_provider.artifacts (model, id_hash, payload, expires_at) values
    ('Test', 'gone', '{}', now() - interval '61 minutes'), ('Test', 'just-over', '{}', now() - interval '59 minutes'),
    ('Test', 'alive', '{}', now() + interval '1 minute')`.execute(test.app.ctx.db);
  await run('identity-provider.forget-expired');
  expect(await left('identity_provider.artifacts', 'id_hash')).toEqual(['alive', 'just-over']);
});

it('forgets requests and activations of e-CPS after thirty days, and never an e-CPS', async () => {
  const { db } = test.app.ctx;
  const [means, old, recent] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
  await sql`insert into credentials.ecps (id, id_nat, rank, state, public_key, pin_hash, device_token_hash,
      device_name, platform, activated_at, expires_at)
    values (${means}, '899700000017', 1, 'active', '{}', 'x', 'x', 'Essai', 'web', now() - interval '5 years', now())`.execute(
    db,
  );
  for (const [id, age] of [
    [old, '31 days'],
    [recent, '29 days'],
  ]) {
    await sql`insert into credentials.ecps_requests (id, ecps_id, id_nat, client_id, service, place, origin, numbers,
        right_number, nonce, state, expires_at, created_at)
      values (${id}, ${means}, '899700000017', 'c', 's', 'p', 'o', '{1,2,3}', 1, 'n', 'pending', now(),
        now() - ${age}::interval)`.execute(db);
    await sql`insert into credentials.ecps_activations (id, id_nat, state, link_hash, typed_hash, link_expires_at,
        sms_hash, sms_expires_at, created_at)
      values (${id}, '899700000017', 'failed', ${id}, ${id}, now(), 'x', now(), now() - ${age}::interval)`.execute(
      db,
    );
  }
  await run('credentials.forget-old');
  expect(await left('credentials.ecps_requests', 'id')).toEqual([recent]);
  expect(await left('credentials.ecps_activations', 'id')).toEqual([recent]);
  expect(await left('credentials.ecps', 'id')).toEqual([means]);
});

it('gives the same answer to the same key for a week, and does the work anew after it', async () => {
  const { ctx } = test.app;
  let done = 0;
  const ask = () =>
    once(ctx, { caller: 'c', key: 'k', request: 'r' }, async () => {
      done += 1;
      return { status: 201, headers: {}, body: { done } };
    });
  const age = (days: number) =>
    sql`update platform.idempotency set created_at = now() - make_interval(days => ${days})`.execute(ctx.db);
  await ask();
  await age(6);
  await run('platform.forget-old-answers');
  expect(await ask()).toMatchObject({ body: { done: 1 }, replayed: true });
  await age(8);
  await run('platform.forget-old-answers');
  expect(await ask()).toMatchObject({ body: { done: 2 }, replayed: false });
});
