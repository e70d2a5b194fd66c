import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createPractice,
  makeTerms,
  STRUCTURE_CHANGED,
  type Structure,
  structureAsOf,
  structureHistory,
  upsertStructures,
} from '../../src/modules/structures/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { eventsOf } from '../../src/platform/events.js';
import { type TestContext, testContext } from '../support/context.js';

let world: TestContext;
beforeAll(async () => {
  world = await testContext();
});
afterAll(() => world.close());

const HOSPITAL: Structure = {
  id: 'F990000028',
  nationalId: '1990000028',
  finess: '990000028',
  name: 'Hôpital de l’Étang',
  brand: 'Cœur d’Étang',
  category: '355',
  address: { postcode: '76000', commune: '76540' },
};
const at = (time: string) => world.app.clock.set(new Date(time));

it('keeps every version of a structure, and answers for any past date', async () => {
  await at('2026-01-05T08:00:00Z');
  await upsertStructures(world.ctx, [HOSPITAL]);
  await at('2026-02-05T08:00:00Z');
  await upsertStructures(world.ctx, [HOSPITAL]);
  await upsertStructures(world.ctx, [{ ...HOSPITAL, name: 'Hôpital du Lac' }]);
  const nameAt = async (time: string) => (await structureAsOf(world.ctx, HOSPITAL.id, new Date(time)))?.name;
  expect(await nameAt('2026-01-05T07:59:59Z')).toBeUndefined();
  expect(await nameAt('2026-01-20T00:00:00Z')).toBe('Hôpital de l’Étang');
  expect(await nameAt('2026-02-05T09:00:00Z')).toBe('Hôpital du Lac');
  const history = await structureHistory(world.ctx, HOSPITAL.id);
  expect(history.map(({ version, data }) => [version, data.name])).toEqual([
    [2, 'Hôpital du Lac'],
    [1, 'Hôpital de l’Étang'],
  ]);
});

it('tells of a change, never of a new structure nor of a write that changes nothing', async () => {
  const told = await eventsOf(world.ctx, [HOSPITAL.id], [STRUCTURE_CHANGED]);
  expect(told.map((event) => event.version)).toEqual([2]);
});

it('publishes what a structure is found by', async () => {
  const found = (term: string) =>
    rows(
      world.ctx.db,
      sql<{ id: string }>`select id from structures.published where terms @@ ${`'${term}'`}::tsquery`,
    ).then((all) => all.map((row) => row.id));
  for (const term of ['n_hopital', 'n_lac', 'n_coeur', 'c_76540', 'z_76000', 'd_76', 'k_355', 'i_990000028'])
    expect(await found(term), term).toEqual([HOSPITAL.id]);
  expect(await found('n_etang')).toEqual([HOSPITAL.id]);
  expect(await found('n_hopitaldeletang')).toEqual([]);
});

it('makes what structures of an older installation are found by, without a new version', async () => {
  await sql`update structures.structures set terms = '', sort_name = '' where id = ${HOSPITAL.id}`.execute(
    world.ctx.db,
  );
  expect(await makeTerms.behind?.(world.ctx, 10)).toEqual([HOSPITAL.id]);
  await makeTerms.run(world.ctx, [HOSPITAL.id]);
  expect(await makeTerms.behind?.(world.ctx, 10)).toEqual([]);
  const [made] = await rows(
    world.ctx.db,
    sql<object>`select version, sort_name name, 'n_lac' = any(tsvector_to_array(terms)) found
      from structures.published where id = ${HOSPITAL.id}`,
  );
  expect(made).toEqual({ version: 2, name: 'hopital du lac', found: true });
});

it('keeps the number of a practice when its coordinates are written again', async () => {
  const practice = await createPractice(world.ctx, { name: 'Cabinet inventé' });
  await sql`update structures.structures set national_id = '499700990007001',
    data = data || '{"nationalId": "499700990007001"}' where id = ${practice.id}`.execute(world.ctx.db);
  await upsertStructures(world.ctx, [{ ...practice, phone: '0199000001' }]);
  const [newest] = await structureHistory(world.ctx, practice.id);
  expect(newest?.data).toMatchObject({ nationalId: '499700990007001', phone: '0199000001' });
});
