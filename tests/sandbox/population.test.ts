import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { habilitations } from '../../src/modules/access/index.js';
import { recordProblems } from '../../src/modules/authorities/index.js';
import { cards, certificates } from '../../src/modules/credentials/index.js';
import {
  formatStructureId,
  isFictiveRpps,
  parseIdNat,
  parseStructureId,
  professions,
} from '../../src/modules/nomenclatures/index.js';
import { contracts, type Structure } from '../../src/modules/structures/index.js';
import { one, rows } from '../../src/platform/db/connection.js';
import { openNation } from '../../src/sandbox/nation/nation.js';
import { testPeople } from '../../src/sandbox/people.js';
import { generatePopulation } from '../../src/sandbox/population/generate.js';
import {
  loadPopulation,
  personas,
  testPersonas,
  testStructures,
} from '../../src/sandbox/population/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { NATIONAL_COUNTS } from '../support/national-counts.js';

const SIZE = 300;
const TODAY = '2026-07-01';

/** Every text of a value, whatever its depth. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value && typeof value === 'object' ? Object.values(value).flatMap(texts) : [];
}

describe('the invented population', () => {
  const { structures, members } = generatePopulation(SIZE);

  it('is the same at each call, and as many as asked', () => {
    expect(generatePopulation(SIZE)).toEqual({ structures, members });
    expect(members).toHaveLength(SIZE);
    expect(generatePopulation(1).members).toHaveLength(personas.length);
  });

  it('keeps its personas, whatever its size', () => {
    const stories = (size: number) =>
      generatePopulation(size).members.filter((member) => member.persona !== undefined);
    expect(stories(1)).toEqual(stories(SIZE));
    expect(stories(1).map((member) => member.persona)).toEqual(personas.map(({ key }) => key));
  });

  it('holds only records that an authority may write', () => {
    const entries = members.flatMap((member) => [
      member,
      ...(member.also ? [{ ...member, ...member.also }] : []),
    ]);
    const faults = entries.flatMap(({ record, authority, idNat }) =>
      recordProblems(record, authority, TODAY, idNat),
    );
    expect(faults).toEqual([]);
  });

  it('has no two people with the same five traits, and some homonyms', () => {
    const many = generatePopulation(2000).members.map((member) => member.record.civilStatus);
    const names = many.map((status) => `${status.birthName} ${status.givenNames.join(' ')}`);
    const traits = many.map((status, i) => `${names[i]} ${status.birthDate}`);
    expect(new Set(traits).size).toBe(many.length);
    expect(new Set(names).size).toBeLessThan(many.length);
  });

  it('writes to addresses and numbers of fiction only', () => {
    const all = texts({ structures, members });
    const mails = all.filter((text) => text.includes('@'));
    expect(mails.length).toBeGreaterThan(SIZE / 2);
    expect(mails.filter((mail) => !mail.endsWith('.example'))).toEqual([]);
    const mobiles = members.flatMap(({ record }) => record.correspondence.mobile?.e164 ?? []);
    expect(mobiles.filter((number) => !/^\+(33|262)63998\d{4}$/.test(number))).toEqual([]);
    const phones = structures.flatMap((structure) => structure.phone ?? []);
    expect(phones.filter((number) => !/^019900\d{4}$/.test(number))).toEqual([]);
  });

  it('gives valid keys to structures, in ranges that no register gives', () => {
    const numbered = structures.filter((structure) => structure.nationalId !== undefined);
    expect(numbered.length).toBeGreaterThan(20);
    expect(numbered.filter(({ nationalId = '' }) => !parseStructureId(nationalId).ok)).toEqual([]);
    for (const { finess, finessLegalEntity, siret } of structures) {
      if (finess) expect(finess).toMatch(/^..97/);
      if (finessLegalEntity) expect(formatStructureId('FINESS', finessLegalEntity)).toMatch(/^1..97/);
      if (siret) expect(siret).toMatch(/^998/);
    }
    expect(new Set(structures.map(({ id }) => id)).size).toBe(structures.length);
  });

  it('shares no number of a structure with an invented nation, so that its files can be loaded beside', () => {
    const { establishments } = openNation(1, 20_000).estate;
    const nation = Array.from({ length: establishments.size }, (_, rank) => establishments.site(rank));
    const numbers = (all: readonly Structure[]) =>
      all.flatMap(({ id, finess, finessLegalEntity, siren, siret }) =>
        [id, finess, finessLegalEntity, siren, siret].filter((number) => number !== undefined),
      );
    const theirs = new Set(numbers(nation));
    expect(theirs.size).toBeGreaterThan(1000);
    expect(numbers(structures).filter((number) => theirs.has(number))).toEqual([]);
  });
});

describe('the proportions', () => {
  const { members } = generatePopulation(5000);
  const registered = members.filter((member) => !member.idNat && !member.staffOf);
  const count = (code: string, category?: string) =>
    registered.filter(({ record: { exercises } }) => {
      const [first] = exercises;
      return first?.profession === code && (category ? first.category === category : first.category !== 'E');
    }).length;
  // Doctors and people in training have other numbers in the same code: the ratio to doctors is checked.
  const doctors = count('10');

  // Below fourteen thousand, five thousand people are too few for a ratio.
  it.each(NATIONAL_COUNTS.filter(([, thousands]) => thousands >= 14))(
    'of profession %s to doctors are those of the national counts',
    (code, thousands) => {
      const expected = (doctors * thousands) / 230;
      expect(count(code)).toBeGreaterThan(expected * 0.9 - 2);
      expect(count(code)).toBeLessThan(expected * 1.1 + 2);
    },
  );

  it('leave out no profession, and count the students', () => {
    for (const { code, population } of professions())
      expect(count(code, population === 'formation' ? 'E' : undefined), code).toBeGreaterThan(0);
    const students = ['10', '21', '40', '50'].reduce((sum, code) => sum + count(code, 'E'), 0);
    expect(students / doctors).toBeCloseTo(40 / 230, 1);
  });
});

describe('the first start', () => {
  let test: TestApp;
  const ids = async () =>
    (
      await rows(
        test.app.database.db,
        sql<{ id: string }>`select id_nat id from identity_provider.people order by id_nat`,
      )
    ).map(({ id }) => id);

  beforeAll(async () => {
    test = await startTestApp({ SANDBOX_PEOPLE: String(SIZE) });
  });
  afterAll(() => test.stop());

  it('brings everybody to the last copy, with every kind of identifier', async () => {
    const found = (await ids()).map((id) => parseIdNat(id));
    expect(found).toHaveLength(SIZE);
    expect(found.filter((read) => !read.ok)).toEqual([]);
    const kinds = new Set(found.map((read) => (read.ok ? read.idNat.kind : '')));
    expect([...kinds].sort()).toEqual(['ADELI', 'CAB_ADELI', 'CAB_RPPS', 'FINESS', 'RPPS', 'SIREN', 'SIRET']);
    const numbers = found.flatMap((read) => (read.ok && read.idNat.kind === 'RPPS' ? read.idNat.number : []));
    expect(numbers.filter((number) => !isFictiveRpps(number))).toEqual([]);
  });

  it('goes through the front: each has a validation by an agent, and nobody is refused', async () => {
    const told = await one(
      test.app.database.db,
      sql<{ members: number; unvalidated: number; refused: number }>`select count(*)::int members,
        count(*) filter (where validation ->> 'agent' is null)::int unvalidated,
        count(*) filter (where state <> 'active')::int refused from authorities.members`,
    );
    expect(told).toMatchObject({ unvalidated: 0, refused: 0 });
    expect(told?.members).toBeGreaterThan(SIZE);
  });

  it('does nothing the second time', async () => {
    const before = await ids();
    await loadPopulation(test.app);
    await test.settle();
    expect(await ids()).toEqual(before);
  });

  it('knows every persona by a number', async () => {
    const found = await testPersonas(test.app.ctx);
    expect(found.map(({ key }) => key)).toEqual(personas.map(({ key }) => key));
    expect(found.filter(({ idNat }) => idNat === undefined)).toEqual([]);
    const kinds = Object.fromEntries(found.map(({ key, idNat }) => [key, idNat?.charAt(0)]));
    expect(kinds).toMatchObject({
      'P-MED': '8',
      'P-IDE-ADELI': '0',
      'P-ADM': '3',
      'P-CPE-SIRET': '5',
      'P-CAB': '6',
    });
  });

  it('has the card of the secretary of a practice ordered by the doctor who employs her', async () => {
    const { ctx } = test.app;
    const known = new Map((await testPersonas(ctx)).map(({ key, idNat }) => [key, idNat]));
    expect(await cards.ordersOf(ctx, { employer: known.get('P-MED') ?? '' })).toMatchObject([
      { type: 'CPE', via: 'tops', idNat: known.get('P-CAB'), familyName: 'FALBAZIN', state: 'validated' },
    ]);
  });

  it('has a hospital under contract, with personas who act for it, and a vendor whom it may choose', async () => {
    const { ctx } = test.app;
    const known = new Map((await testPersonas(ctx)).map(({ key, idNat }) => [key, idNat ?? '']));
    const [hospital, vendor] = await testStructures(ctx);
    for (const { id } of [hospital, vendor].flatMap((one) => one ?? []))
      expect(await contracts.activeContract(ctx, id)).toMatchObject({ structureId: id });
    const kinds = async (key: string) =>
      (await habilitations.habilitationsOf(ctx, known.get(key) ?? '')).map(
        ({ kind, structureId }) => `${kind} ${structureId}`,
      );
    expect(await kinds('P-DEUX')).toEqual([`legal-representative ${hospital?.id}`]);
    expect(await kinds('P-SEC')).toEqual([`mandataire ${hospital?.id}`]);
    expect(await kinds('P-ADM')).toEqual([`technical-admin ${hospital?.id}`]);
    expect(await habilitations.isThirdStructure(ctx, vendor?.id ?? '')).toBe(true);
    expect(await cards.ordersOf(ctx, { structures: [hospital?.id ?? ''] })).toMatchObject([
      { type: 'CPE', via: 'tom', nominative: false, familyName: 'Accueil des urgences' },
    ]);
    // His card is made in the background, once there are authorities: nothing is missing for him to order.
    await test.settle();
    const idNat = known.get('P-ADM') ?? '';
    for (const [key, type] of [
      ['P-ADM', 'CPE'],
      ['P-CPE-SIRET', 'CPE'],
      ['P-IDE-CPS', 'CPS'],
    ] as const)
      expect(await cards.cardsOf(ctx, { holder: known.get(key) ?? '' })).toMatchObject([
        { type, standing: 'active' },
      ]);
    expect(await certificates.administeredBy(ctx, idNat)).toMatchObject([
      { structure: { id: hospital?.id }, steps: { order: 'done' } },
    ]);
  });

  it('offers people to test with, by family and profession', async () => {
    const { ctx } = test.app;
    const kept = await testPersonas(ctx);
    const doctors = await testPeople(ctx, { family: 'ordre', profession: '10', limit: 3 });
    expect(doctors).toHaveLength(3);
    expect(doctors[0]).toEqual({
      idNat: kept[0]?.idNat,
      givenName: 'Claire',
      familyName: 'VALDRIN',
      family: 'ordre',
      profession: '10',
      role: null,
      means: [],
    });
    for (const family of ['ordre', 'ars', 'role', 'structure'] as const) {
      const found = await testPeople(ctx, { family, limit: 20 });
      expect(found.length, family).toBeGreaterThan(3);
      expect(found.filter((person) => person.family !== family)).toEqual([]);
    }
    expect(await testPeople(ctx, { family: 'ars', profession: '10', limit: 5 })).toEqual([]);
    const silent = kept.find(({ key }) => key === 'P-MUET')?.idNat;
    const dentists = await testPeople(ctx, { profession: '40', limit: 100 });
    expect(dentists.length).toBeGreaterThan(3);
    expect(dentists.map(({ idNat }) => idNat).indexOf(silent ?? '')).toBeGreaterThan(0);
    const [aide] = await testPeople(ctx, { family: 'role', limit: 1 });
    expect(aide).toMatchObject({ profession: '99', role: '313' });
  });
});

describe('a first start that is cut', () => {
  it('leaves whole steps or nothing, then goes on with the size it had, without doubles', async () => {
    const cut = await startTestApp();
    const { db } = cut.app.database;
    const begun = { ...cut.app, config: { ...cut.app.config, sandboxPeople: 60 } };
    const people = async () =>
      (await one(db, sql<{ n: number }>`select count(*)::int n from authorities.members`))?.n;
    try {
      await sql`alter table sandbox.personas add constraint cut check (key <> 'P-PODO')`.execute(db);
      await expect(loadPopulation(begun)).rejects.toThrow('cut');
      expect(await people()).toBe(0);
      await sql`alter table sandbox.personas drop constraint cut`.execute(db);
      await sql`alter table sandbox.loads add constraint cut check (name not like '%people 1')`.execute(db);
      await expect(loadPopulation(begun)).rejects.toThrow('cut');
      expect(await people()).toBeGreaterThan(50);
      await sql`alter table sandbox.loads drop constraint cut`.execute(db);
      await Promise.all([loadPopulation(cut.app), loadPopulation(cut.app)]);
      const arrived = await rows(
        db,
        sql<{ name: string }>`select person #>> '{civilStatus,birthName}' name from directory.entries`,
      );
      const wanted = generatePopulation(60).members.map(({ record }) => record.civilStatus.birthName);
      expect(arrived.map(({ name }) => name).sort()).toEqual(wanted.sort());
    } finally {
      await cut.stop();
    }
  });
});
