import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectPeople, publicPerson, search } from '../../src/modules/directory/index.js';
import { copyPeople, pscRecord } from '../../src/modules/identity-provider/index.js';
import { enterStaff } from '../../src/modules/registry/index.js';
import { upsertStructures } from '../../src/modules/structures/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { listMigrations } from '../../src/platform/db/migrate.js';
import { type FhirWorld, openFhir } from '../fhir/world.js';

const [EMPLOYEE, NAME, PLACE] = ['3990000028/CPET00001', 'ZQEMPLOYEE', 'F990000099'];

let world: FhirWorld;
beforeAll(async () => {
  world = await openFhir(5);
  await upsertStructures(world.ctx, [
    { id: PLACE, nationalId: '1990000099', finess: '990000099', kind: 'EJ', name: 'HOPITAL DU PERSONNEL' },
  ]);
  const staff = { idNat: EMPLOYEE, givenName: 'ALIX', familyName: NAME, structureId: PLACE };
  await enterStaff(world.ctx, { ...staff, entry: randomUUID() });
  await projectPeople.run(world.ctx, [EMPLOYEE]);
  await copyPeople.run(world.ctx, [EMPLOYEE]);
});
afterAll(() => world.close());

const run = (name: string) => {
  const found = listMigrations().find((one) => one.name.endsWith(name));
  return sql.raw(found?.sql ?? `no migration ${name}`).execute(world.ctx.db);
};

const entries = () =>
  rows(
    world.ctx.db,
    sql<{ staff: boolean; shown: boolean; told: boolean; departed: unknown }>`select
        e.id_nat = ${EMPLOYEE} staff, e.published shown, v.published told, e.departed
      from directory.entries e join directory.published_people v using (id_nat) order by e.id_nat`,
  );

/** The tables as they were before the migrations that follow. */
const goBack = () =>
  sql`drop view directory.published_people; drop trigger keep_departed on directory.entries;
    alter table directory.entries drop column other_ids, alter column person type jsonb using person::jsonb`.execute(
    world.ctx.db,
  );

it('shows staff to nobody after the upgrade of an installation that had published them, and keeps all others', async () => {
  await goBack();
  await run('0021_publication_of_people.sql');
  await sql`update directory.entries set published = true, published_at = now()
    where id_nat = ${EMPLOYEE}`.execute(world.ctx.db);
  const before = await entries();
  expect(before.find(({ staff }) => staff)).toMatchObject({ shown: true, told: true });
  await run('0060_numbered_by_structures.sql');
  await run('0061_entries_as_written.sql');
  const after = await entries();
  expect(after.find(({ staff }) => staff)).toEqual({ staff: true, shown: false, told: true, departed: [] });
  const others = (all: typeof before) => all.filter(({ staff }) => !staff);
  expect(others(after)).toEqual(others(before));
  expect(await publicPerson(world.ctx, EMPLOYEE)).toBeUndefined();
  // What the catch-up does of an entry made by older rules.
  expect(await projectPeople.behind?.(world.ctx, 10)).toEqual([EMPLOYEE]);
  await projectPeople.run(world.ctx, [EMPLOYEE]);
  await copyPeople.run(world.ctx, [EMPLOYEE]);
  expect(await projectPeople.behind?.(world.ctx, 10)).toEqual([]);
  expect((await search(world.ctx, { q: NAME })).people).toEqual([]);
  expect(await pscRecord(world.ctx, EMPLOYEE)).toMatchObject({ idNat: EMPLOYEE, familyName: NAME });
});
