import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { catchUp, hopsBehind, lateWords } from '../../src/platform/catch-up.js';
import { as, type Ctx, newCorrelation, transaction } from '../../src/platform/context.js';
import { rows } from '../../src/platform/db/connection.js';
import { migrate } from '../../src/platform/db/migrate.js';
import { lateIndexes, makeLateIndexes, withoutIndexes } from '../../src/platform/db/without-indexes.js';
import { doctor, type Registered, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';

const ENTRIES = 'directory.entries';
const LATE = ['entries_order', 'entries_terms', 'entries_updated'];
const MANY = 1_000_000;

let test: TestApp;
let ctx: Ctx;
let person: Registered;

beforeAll(async () => {
  test = await startTestApp();
  ctx = as(test.app.ctx, 'system', newCorrelation());
  person = await new Story(test.origin).register('CNOM', doctor());
  await test.settle();
});
afterAll(() => test.stop());

const indexes = async () =>
  (
    await rows(
      ctx.db,
      sql<{ definition: string }>`select pg_get_indexdef(indexrelid) definition from pg_index
        where indrelid = ${ENTRIES}::regclass order by 1`,
    )
  ).map(({ definition }) => definition);

const leave = () =>
  transaction(ctx, (tx) => withoutIndexes(tx, ENTRIES, MANY, async (room) => room, { late: LATE }));

it('leaves the indexes that were asked for later, and keeps how each is made', async () => {
  const before = await indexes();
  expect(await leave()).toEqual({ alone: true, renewed: false });
  expect(await lateIndexes(ctx, ENTRIES)).toEqual(LATE);
  const left = await indexes();
  expect(before.filter((one) => !left.includes(one))).toHaveLength(LATE.length);
  // Two processes at once: one makes them, the other waits and finds nothing to do.
  await Promise.all([makeLateIndexes(ctx, ENTRIES), makeLateIndexes(ctx, ENTRIES)]);
  expect(await indexes()).toEqual(before);
  expect(await lateIndexes(ctx, ENTRIES)).toEqual([]);
  await makeLateIndexes(ctx, ENTRIES);
});

it('finds people meanwhile', async () => {
  await leave();
  const asked = `${test.origin}/annuaire?format=json&q=${String(person.exercises[0]?.name)}`;
  expect(await (await fetch(asked)).text()).toContain(person.rpps);
  await makeLateIndexes(ctx, ENTRIES);
});

it('is late on them until they are made, and makes them by itself where the job was lost', async () => {
  const before = await indexes();
  await leave();
  const hop = (await hopsBehind(ctx)).find(({ reaction }) => reaction === 'directory.complete-entries');
  expect(hop).toEqual({
    ...{ reaction: 'directory.complete-entries', kind: 'indexes', subjects: LATE, busy: false },
  });
  await catchUp(ctx);
  await test.settle();
  expect(await indexes()).toEqual(before);
});

it('has lost none of them where a process is cut while it makes them', async () => {
  const before = await indexes();
  await leave();
  const cut = transaction(ctx, async (tx) => {
    await makeLateIndexes(tx, ENTRIES);
    throw new Error('cut');
  });
  await expect(cut).rejects.toThrow('cut');
  expect(await lateIndexes(ctx, ENTRIES)).toEqual(LATE);
  await makeLateIndexes(ctx, ENTRIES);
  expect(await indexes()).toEqual(before);
});

it('gives a migration every index that those before it made', async () => {
  const before = await indexes();
  await leave();
  const last = 'modules/identity-provider/0037_copied_publications.sql';
  await sql`drop table identity_provider.copied_publications`.execute(ctx.db);
  await sql`delete from public.migrations where name = ${last}`.execute(ctx.db);
  await migrate(test.app.databaseUrl);
  expect(await indexes()).toEqual(before);
});

it('says that a load goes on, at once, where somebody fills what would have to be read', async () => {
  await transaction(ctx, async (tx) => {
    await sql`lock table directory.entries in access exclusive mode`.execute(tx.db);
    const hops = (await hopsBehind(ctx)).filter((hop) => hop.busy);
    expect(new Set(hops.map(lateWords))).toEqual(new Set(['un chargement est en cours']));
    const busy = hops.map(({ reaction }) => reaction);
    expect(busy).toEqual(
      expect.arrayContaining(['directory.project-people', 'identity-provider.copy-people']),
    );
    expect((await catchUp(ctx)).map(({ reaction }) => reaction)).not.toContain('directory.project-people');
  });
  expect((await hopsBehind(ctx)).filter((hop) => hop.busy)).toEqual([]);
});
