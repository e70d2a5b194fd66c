import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { catchUp, hopsBehind, hopsStillBehind } from '../../src/platform/catch-up.js';
import { as, type Ctx, newCorrelation } from '../../src/platform/context.js';
import { one } from '../../src/platform/db/connection.js';
import { reactions } from '../../src/reactions.js';
import { doctor, type Registered, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';

let test: TestApp;
let ctx: Ctx;
let story: Story;
let person: Registered;

beforeAll(async () => {
  test = await startTestApp();
  ctx = as(test.app.ctx, 'system', newCorrelation());
  story = new Story(test.origin);
  person = await story.register('CNOM', doctor());
  await test.settle();
});
afterAll(() => test.stop());

const versions = () =>
  one(
    ctx.db,
    sql<{ registry: number; directory: number; provider: number }>`select p.version registry,
      e.version directory, i.version provider from registry.persons p
      left join directory.entries e using (id_nat) left join identity_provider.people i using (id_nat)
      where p.id_nat = ${person.idNat}`,
  );

const counts = async () =>
  Object.fromEntries((await hopsBehind(ctx)).map(({ reaction, subjects }) => [reaction, subjects.length]));

const UP_TO_DATE = Object.fromEntries(
  Object.values(reactions)
    .flat()
    .flatMap(({ name, behind }) => (behind ? [[name, 0]] : [])),
);

/** What a lost job leaves behind: a copy older than upstream, and nobody who knows. */
const LOSSES: Record<string, () => Promise<unknown>> = {
  'registry.receive-members': () =>
    sql`update registry.memberships set applied = applied - 1`.execute(ctx.db),
  'directory.project-people': () => sql`delete from directory.entries`.execute(ctx.db),
  'identity-provider.copy-people': () =>
    sql`update identity_provider.people set version = version - 1`.execute(ctx.db),
};

it('finds nobody behind once the chain has settled', async () => {
  expect(await counts()).toEqual(UP_TO_DATE);
  expect(await catchUp(ctx)).toEqual([]);
});

for (const [hop, lose] of Object.entries(LOSSES)) {
  it(`finds whom ${hop} lost, and brings them up to date`, async () => {
    await lose();
    expect((await counts())[hop]).toBe(1);
    expect((await hopsStillBehind(ctx, 50)).find(({ reaction }) => reaction === hop)?.subjects).toHaveLength(
      1,
    );
    expect((await catchUp(ctx)).map(({ reaction }) => reaction)).toContain(hop);
    await test.settle();
    expect(await counts()).toEqual(UP_TO_DATE);
    const held = await versions();
    expect([held?.directory, held?.provider]).toEqual([held?.registry, held?.registry]);
  });
}

it('says nothing of a file that the register refused', async () => {
  await sql`update registry.memberships set applied = 0, refusal = '{"code":"test"}'`.execute(ctx.db);
  expect((await counts())['registry.receive-members']).toBe(0);
});
