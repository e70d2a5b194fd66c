import type { Practitioner } from 'fhir/r4.js';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { upsertStructures } from '../../src/modules/structures/index.js';
import { openDatabase } from '../../src/platform/db/connection.js';
import { writePeople } from './people.js';
import { type FhirWorld, matchesOf, openFhir } from './world.js';

let world: FhirWorld;
beforeAll(async () => {
  world = await openFhir(120);
});
afterAll(() => world.close());

const practitioners = async (path: string): Promise<Practitioner[]> =>
  matchesOf(await world.bundle(path)).filter((one) => one.resourceType === 'Practitioner');

/** Somebody who is shown, as the API names him. */
async function somebody(rank: number) {
  const person = world.people.filter(({ state }) => state === 'active')[rank];
  if (!person) throw new Error('not so many people');
  const [found] = await practitioners(`/Practitioner?identifier=${person.idNat}&active=true`);
  return { person, path: `/Practitioner/${found?.id}`, family: found?.name?.[0]?.family ?? '' };
}

const renamed = (person: FhirWorld['people'][number], name: string, version: number) => ({
  ...person,
  version,
  exercises: person.exercises.map((one) => ({ ...one, name })),
});

describe('what is held of the last people that were asked for', () => {
  it('is not told any more once another process has changed it: by id, by number, by name', async () => {
    const { person, path, family } = await somebody(0);
    const before = await world.ask(path);
    expect(((await before.json()) as Practitioner).name?.[0]?.family).toBe(family);
    // Another process: a pool of its own, and nothing in common but the database.
    const other = openDatabase(world.app.databaseUrl, 1);
    try {
      await writePeople(
        { ...world.ctx, db: other.db },
        [renamed(person, 'ZYGOMATIQUE', 50)],
        world.structures,
        '2026-06-01',
      );
    } finally {
      await other.close();
    }
    const after = await world.ask(path, { headers: { 'If-None-Match': before.headers.get('ETag') ?? '' } });
    expect(after.status).toBe(200);
    expect(after.headers.get('ETag')).not.toBe(before.headers.get('ETag'));
    expect(((await after.json()) as Practitioner).name?.[0]?.family).toBe('ZYGOMATIQUE');
    const [byNumber] = await practitioners(`/Practitioner?identifier=${person.idNat}&active=true`);
    expect(byNumber?.name?.[0]?.family).toBe('ZYGOMATIQUE');
    expect(await practitioners('/Practitioner?family=Zygomatique')).not.toHaveLength(0);
    expect(
      (await practitioners(`/Practitioner?family=${family}&identifier=${person.idNat}`)).filter(
        ({ active }) => active,
      ),
    ).toHaveLength(0);
  });

  it('is not told any more once its mailboxes alone have changed', async () => {
    const { person, path } = await somebody(1);
    expect(await (await world.ask(path)).text()).not.toContain('tout.neuf@mssante.example');
    await sql`update directory.entries set mailboxes_version = mailboxes_version + 1,
        mailboxes = jsonb_build_array(jsonb_build_object('address', 'tout.neuf@mssante.example', 'type', 'PER',
          'redList', false, 'published', true)) where id_nat = ${person.idNat}`.execute(world.ctx.db);
    expect(await (await world.ask(path)).text()).toContain('tout.neuf@mssante.example');
    const found = await world.bundle(`/Practitioner?identifier=${person.idNat}`);
    expect(JSON.stringify(found)).toContain('tout.neuf@mssante.example');
  });

  it('is a place as well: a renamed one is told by its new name at once', async () => {
    const [place] = world.structures;
    if (!place) throw new Error('no structure');
    const path = `/Organization?identifier=${place.finess ?? place.siret ?? ''}&_elements=name`;
    expect(JSON.stringify(await world.bundle(path))).toContain(place.name);
    await upsertStructures(world.ctx, [{ ...place, name: 'CLINIQUE DU NOUVEAU NOM' }]);
    expect(JSON.stringify(await world.bundle(path))).toContain('CLINIQUE DU NOUVEAU NOM');
    await upsertStructures(world.ctx, [place]);
  });

  it('is not what was asked beside it: those who ask at the same moment get what each gets alone', async () => {
    const people = world.people.filter(({ state }) => state === 'active').slice(0, 40);
    const asked = [
      ...people.flatMap(({ idNat, exercises }) => [
        `/Practitioner?identifier=${idNat}`,
        `/Practitioner?family=${exercises[0]?.name}`,
        `/PractitionerRole?practitioner.family=${exercises[0]?.name}&organization.address-city=saint`,
      ]),
      '/Practitioner/003-899700000000-0000000000',
    ];
    const told = async (path: string) => {
      const response = await world.ask(path);
      const { id: _, ...content } = (await response.json()) as Record<string, unknown>;
      return { path, status: response.status, content };
    };
    const together = await Promise.all(asked.map(told));
    expect(together.map(({ status }) => status)).toEqual([...asked.slice(1).map(() => 200), 404]);
    const alone: Awaited<ReturnType<typeof told>>[] = [];
    for (const path of asked) alone.push(await told(path));
    expect(together).toEqual(alone);
  });
});
