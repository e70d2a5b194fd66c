import { gunzipSync } from 'node:zlib';
import type { Bundle, CapabilityStatement, OperationOutcome, Organization, Practitioner } from 'fhir/r4.js';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cards } from '../../src/modules/credentials/index.js';
import { KINDS, LINKS, PARAMETERS } from '../../src/modules/directory/fhir/parameters.js';
import { practitionerId, readPerson } from '../../src/modules/directory/fhir/resources/ids.js';
import { followCards, putAuthorisations } from '../../src/modules/directory/index.js';
import type { Person } from '../../src/modules/registry/index.js';
import { openMailbox, writePeople } from './people.js';
import { type FhirWorld, idsOf, linkOf, matchesOf, openFhir } from './world.js';

let world: FhirWorld;
beforeAll(async () => {
  world = await openFhir(120);
});
afterAll(() => world.close());

const practitionerOf = async (idNat: string): Promise<Practitioner> =>
  matchesOf(await world.bundle(`/Practitioner?identifier=${encodeURIComponent(idNat)}`))[0] as Practitioner;
const write = (person: Person) => writePeople(world.ctx, [person], world.structures, '2026-06-01');
const someone = (n: number): Person => {
  const found = world.people.filter(({ exercises }) =>
    exercises[0]?.activities.some(({ structure }) => structure),
  )[n];
  if (!found) throw new Error('too few people');
  return found;
};

describe('ids', () => {
  it('stay when authority, version and content change, and are those of nobody else', async () => {
    const person = someone(0);
    const before = await practitionerOf(person.idNat);
    const [exercise] = person.exercises;
    await write({
      ...person,
      version: 5,
      exercises: [{ ...exercise, key: 'SSA/other', name: 'AUTRE-NOM' } as Person['exercises'][0]],
    });
    const after = await practitionerOf(person.idNat);
    expect(after.id).toBe(before.id);
    expect(after.name?.[0]?.family).toBe('AUTRE-NOM');
    expect(after.meta?.versionId).not.toBe(before.meta?.versionId);
    expect(idsOf(await world.everything('/Practitioner')).filter((id) => id === before.id)).toHaveLength(1);
  });

  it('answer for ever: inactive, with identifiers alone, once the exercise, the activity or the person is gone', async () => {
    const person = someone(1);
    const active = await practitionerOf(person.idNat);
    const [role] = matchesOf(await world.bundle(`/PractitionerRole?practitioner=${active.id}`));
    await write({ ...person, version: 2, state: 'closed', exercises: [] });
    const gone = await (await world.ask(`/Practitioner/${active.id}`)).json();
    expect(gone).toMatchObject({ id: active.id, active: false, identifier: active.identifier });
    expect(Object.keys(gone as object).toSorted()).toEqual([
      'active',
      'id',
      'identifier',
      'language',
      'meta',
      'resourceType',
    ]);
    expect(await (await world.ask(`/PractitionerRole/${role?.id}`)).json()).toMatchObject({ active: false });
    expect(idsOf(await world.everything('/Practitioner?active=false'))).toContain(active.id);
    expect(idsOf(await world.everything('/Practitioner?active=true'))).not.toContain(active.id);
    expect(
      matchesOf(await world.bundle(`/Practitioner?_id=${active.id}&name=${active.name?.[0]?.family}`)),
    ).toEqual([]);
    await write({ ...person, version: 3 });
    expect(await practitionerOf(person.idNat)).toMatchObject({ id: active.id, active: true });
  });

  it('are never given to what was not shown: an exercise that had ended before, a person without any', async () => {
    const person = someone(2);
    const idNat = '899780000090';
    const [exercise] = person.exercises;
    const former = { ...exercise, profession: '50', to: '1999-12-31' } as Person['exercises'][0];
    await write({ ...person, idNat, rpps: idNat.slice(1), exercises: [...person.exercises, former] });
    const found = await world.everything(`/Practitioner?identifier=${idNat}`);
    expect(found).toHaveLength(1);
    await write({ ...person, idNat: '899780000108', rpps: '99780000108', exercises: [] });
    expect(await world.everything('/Practitioner?identifier=899780000108')).toEqual([]);
  });

  it('stay short for the longest numbers of staff, whom this door tells nobody of', async () => {
    const idNat = `399001012${'2'}/${'A'.repeat(40)}`;
    await write({ ...someone(3), idNat });
    const id = practitionerId(idNat, '10-C');
    expect(id.length).toBeLessThanOrEqual(64);
    expect(readPerson(id)).toEqual({ digest: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(await practitionerOf(idNat)).toBeUndefined();
    expect((await world.ask(`/Practitioner/${id}`)).status).toBe(404);
  });
});

describe('an authorisation that is withdrawn', () => {
  it('is told inactive, with its number alone', async () => {
    const devices = await world.everything('/Device');
    await putAuthorisations(world.ctx, []);
    const gone = await world.everything('/Device?status=inactive');
    expect(idsOf(gone)).toEqual(idsOf(devices));
    expect(Object.keys(gone[0] ?? {}).toSorted()).toEqual([
      'id',
      'identifier',
      'language',
      'meta',
      'resourceType',
      'status',
    ]);
    expect(await world.everything('/HealthcareService?active=true')).toEqual([]);
  });
});

describe('a version', () => {
  it('that the caller has is not sent again', async () => {
    const { id } = await practitionerOf(someone(4).idNat);
    const first = await world.ask(`/Practitioner/${id}`);
    const [tag, date] = [first.headers.get('etag') ?? '', first.headers.get('last-modified') ?? ''];
    expect(first.headers.get('esculape-publication')).toMatch(/^\d+$/);
    const again = (headers: Record<string, string>) => world.ask(`/Practitioner/${id}`, { headers });
    expect((await again({ 'If-None-Match': tag })).status).toBe(304);
    expect((await again({ 'If-Modified-Since': date })).status).toBe(304);
    expect((await again({ 'If-None-Match': 'W/"other"', 'If-Modified-Since': date })).status).toBe(200);
    await write({ ...someone(4), version: 9 });
    expect((await again({ 'If-None-Match': tag })).status).toBe(200);
  });

  it('of a search is told by the publication', async () => {
    const first = await world.ask('/Practitioner?name=martin');
    const tag = first.headers.get('etag') ?? '';
    const again = () => world.ask('/Practitioner?name=martin', { headers: { 'If-None-Match': tag } });
    expect((await again()).status).toBe(304);
    await putAuthorisations(world.ctx, [
      {
        id: '002-1',
        kind: 'equipment',
        structureId: 'F990010102',
        type: { code: '05602', words: 'Scanographe' },
      },
    ]);
    expect((await again()).status).toBe(200);
  });

  it('is sent small to who can read it small', async () => {
    const path = '/PractitionerRole?_count=200&_include=*';
    const packed = await world.ask(path, { headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    const bytes = Buffer.from(await packed.arrayBuffer());
    expect(matchesOf(JSON.parse(gunzipSync(bytes).toString()) as Bundle).length).toBe(
      matchesOf(await world.bundle(path)).length,
    );
    expect(bytes.length * 5).toBeLessThan((await (await world.ask(path)).text()).length);
  });
});

describe('a search', () => {
  it('is the same by GET and by POST', async () => {
    const query = 'address-city=lyon&type=SA07,355&_count=5';
    const post = await world.ask('/Organization/_search', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: query,
    });
    const bundle = (await post.json()) as Bundle;
    expect(idsOf(matchesOf(bundle))).toEqual(idsOf(matchesOf(await world.bundle(`/Organization?${query}`))));
    expect(matchesOf(bundle).length).toBeGreaterThan(0);
    expect(linkOf(bundle, 'self')).toContain('address-city=lyon');
  });

  it('gives the elements asked for and those that name a resource, and says that it is not whole', async () => {
    for (const one of matchesOf(await world.bundle('/Practitioner?_elements=name&_count=5&active=true'))) {
      expect(Object.keys(one).toSorted()).toEqual([
        'active',
        'id',
        'identifier',
        'language',
        'meta',
        'name',
        'resourceType',
      ]);
      expect(one.meta?.tag?.[0]?.code).toBe('SUBSETTED');
    }
    const [summary] = matchesOf(await world.bundle('/Practitioner?_summary=true&_count=1&active=true'));
    expect(summary).not.toHaveProperty('qualification');
    expect(await world.bundle('/Practitioner?_summary=count')).toEqual(
      expect.not.objectContaining({ entry: expect.anything() }),
    );
  });

  it('brings what it refers to and what refers to it, each once, over several steps', async () => {
    const place = world.structures.find(({ kind, closedOn }) => kind === 'EG' && !closedOn);
    const bundle = await world.bundle(
      `/Organization?identifier=${place?.finess}&_include=Organization:partof&_revinclude=PractitionerRole:organization&_include:iterate=PractitionerRole:practitioner`,
    );
    const kinds = Map.groupBy(bundle.entry ?? [], ({ resource }) => resource?.resourceType);
    expect(kinds.get('Organization')).toHaveLength(2);
    expect(kinds.get('PractitionerRole')?.length).toBeGreaterThan(0);
    expect(kinds.get('Practitioner')?.length).toBeGreaterThan(0);
    const urls = (bundle.entry ?? []).map(({ fullUrl }) => fullUrl);
    expect(new Set(urls).size).toBe(urls.length);
    const legal = kinds.get('Organization')?.[1]?.resource as Organization;
    expect(legal.id).toMatch(/^001-02-/);
  });

  it('is understood with the prefix of the national API too', async () => {
    const { origin } = world.app.config;
    const short = await world.ask(`${origin}/fhir/Practitioner?_count=1`);
    expect(linkOf((await short.json()) as Bundle, 'next')).toContain(`${origin}/fhir/v2/_page`);
  });
});

it('describes by its capability statement exactly what it answers', async () => {
  const statement = (await (await world.ask('/metadata')).json()) as CapabilityStatement;
  const told = statement.rest?.[0]?.resource ?? [];
  expect(told.map(({ type }) => type)).toEqual([...KINDS]);
  for (const { type, searchParam = [], searchInclude = [], searchRevInclude = [] } of told) {
    expect(searchParam.map(({ name }) => name)).toEqual([...PARAMETERS[type as 'Device'].keys()]);
    for (const { name, type: of } of searchParam) {
      const value = of === 'date' ? '2026' : 'x';
      expect((await world.ask(`/${type}?${name}=${value}&_count=1`)).status, `${type}?${name}`).toBe(200);
    }
    for (const include of searchInclude)
      expect((await world.ask(`/${type}?_include=${include}&_count=1`)).status, include).toBe(200);
    for (const include of searchRevInclude)
      expect((await world.ask(`/${type}?_revinclude=${include}&_count=1`)).status, include).toBe(200);
  }
  expect(told.flatMap(({ searchInclude = [] }) => searchInclude)).toHaveLength(LINKS.length);
});

it('S4-11 combines identity, situations, structures, cards and mailboxes of a person in one answer, each with its source, and keeps back what is not open', async () => {
  const person = world.people.find(
    ({ idNat, exercises }) =>
      idNat.startsWith('8') && exercises[0]?.activities.some(({ structure }) => structure?.startsWith('F')),
  ) as Person;
  const { idNat } = person;
  const holder = {
    idNat,
    givenName: 'Camille',
    familyName: 'ESSAI',
    title: 'Médecin',
    profession: 10 as never,
  };
  const card = await cards.issueCard(world.ctx, { type: 'CPS', holder });
  await followCards.run(world.ctx, [idNat]);
  const mailboxes = [
    openMailbox('ouverte@mssante.example', { type: 'PER', idNat }),
    openMailbox('rouge@mssante.example', { type: 'PER', idNat, redList: true }),
  ];
  await sql`update directory.entries set mailboxes = ${JSON.stringify(mailboxes)}::jsonb where id_nat = ${idNat}`.execute(
    world.ctx.db,
  );
  const path = `/Practitioner?identifier=${idNat}&_revinclude=PractitionerRole:practitioner&_include:iterate=PractitionerRole:organization`;
  const text = JSON.stringify(await world.bundle(path));
  expect(text).toContain(card.number);
  expect(text).toContain('ouverte@mssante.example');
  expect(text).toContain('"resourceType":"Organization"');
  for (const source of ['RPPS', 'FINESS', 'MSS', 'CG'])
    expect(text).toContain(`"systeme-information","valueCode":"${source}"`);
  expect(text).not.toContain('rouge@mssante.example');
  expect(
    idsOf(await world.everything(`/Practitioner?number-smartcard=${card.number}&type-smartcard=CPS`)),
  ).toEqual([(await practitionerOf(idNat)).id]);
  await cards.opposeCard(world.ctx, { number: card.number, reason: 'loss' });
  await followCards.run(world.ctx, [idNat]);
  expect(JSON.stringify(await world.bundle(path))).not.toContain(card.number);
});

it('says what went wrong in an answer of its own, also on our side', async () => {
  const response = await world.ask('/Practitioner/%ff');
  expect(((await response.json()) as OperationOutcome).resourceType).toBe('OperationOutcome');
  expect(response.status).toBe(404);
});
