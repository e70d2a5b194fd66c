import type { Bundle, Person, Practitioner } from 'fhir/r4.js';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { doorOf } from '../support/door.js';
import { type FhirWorld, openFhir } from './world.js';

let world: FhirWorld;
let restricted: (path: string) => Promise<Bundle>;
let [main, merged] = ['', ''];

const ADELI = '0991234567';

beforeAll(async () => {
  world = await openFhir(12);
  const { ctx, app } = world;
  const rpps = world.people.filter(({ rpps }) => rpps !== undefined).map(({ idNat }) => idNat);
  [main = '', merged = ''] = rpps;
  await sql`update directory.entries set published = false,
    person = jsonb_set(jsonb_set(person::jsonb, '{mergedInto}', ${JSON.stringify(main)}::jsonb), '{state}', '"closed"')
    where id_nat = ${merged}`.execute(ctx.db);
  await sql`update directory.entries set person = jsonb_set(person::jsonb, '{otherIds}', ${JSON.stringify([merged, ADELI])}::jsonb),
    other_ids = ${[merged, ADELI]}
    where id_nat = ${main}`.execute(ctx.db);
  const door = await doorOf(app, ['/fhir/restricted/v2', '/fhir/v2', '/fhir']);
  const { token } = await openSession(ctx, { role: 'integrator' });
  restricted = async (path) => {
    const answer = await door.request(`${app.config.origin}/fhir/restricted/v2${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return (await answer.json()) as Bundle;
  };
});
afterAll(() => world.close());

/** The numbers of the resources found that still hold. */
const active = (bundle: Bundle): string[] =>
  (bundle.entry ?? []).flatMap(({ resource }) => {
    const one = resource as Practitioner | Person;
    return one.active ? [one.identifier?.[0]?.value ?? ''] : [];
  });

it('a number that was merged into another leads to the person who goes by that one, on both doors', async () => {
  const bare = merged.slice(1);
  for (const number of [merged, bare, `https://rpps.esante.gouv.fr|${bare}`]) {
    const path = `/Practitioner?identifier=${encodeURIComponent(number)}`;
    for (const bundle of [await world.bundle(path), await restricted(path)])
      expect(new Set(active(bundle)), number).toEqual(new Set([main]));
  }
  const chained = await world.bundle(`/PractitionerRole?practitioner.identifier=${merged}`);
  expect(chained.entry?.some(({ resource }) => (resource as Practitioner).active)).toBe(true);
  const ended = await world.bundle(`/Practitioner?identifier=${merged}&active=false`);
  expect(active(ended)).toEqual([]);
});

it('any other identifier leads to the person on the restricted door, and to nobody on the open one', async () => {
  for (const number of [ADELI, ADELI.slice(1)]) {
    expect((await world.bundle(`/Practitioner?identifier=${number}`)).entry ?? []).toEqual([]);
    expect(new Set(active(await restricted(`/Practitioner?identifier=${number}`)))).toEqual(new Set([main]));
    expect(active(await restricted(`/Person?identifier=${number}`))).toEqual([main]);
  }
  expect((await restricted('/Practitioner?identifier=0990000000')).entry ?? []).toEqual([]);
  const [one] = (await restricted(`/Practitioner?identifier=${ADELI}`)).entry ?? [];
  const old = (one?.resource as Practitioner | undefined)?.identifier?.filter(({ use }) => use === 'old');
  expect(old?.map(({ value }) => value)).toEqual([merged, ADELI]);
});
