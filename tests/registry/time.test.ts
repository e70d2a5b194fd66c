import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { changeMember, closeMember, registerMember } from '../../src/modules/authorities/index.js';
import { idNatOfRpps, makeRpps } from '../../src/modules/nomenclatures/index.js';
import {
  certify,
  DUPLICATE_SUSPECTED,
  type Person,
  personAsOf,
  personHistory,
  persons,
  receive,
  searchRegister,
} from '../../src/modules/registry/index.js';
import { createPractice, structuresById, upsertStructures } from '../../src/modules/structures/index.js';
import { eventsOf } from '../../src/platform/events.js';
import { doctor } from './people.js';
import { useWorld } from './world.js';

const world = useWorld();

async function register(n: number, registration = doctor(n)): Promise<{ memberId: string; idNat: string }> {
  const { memberId } = await registerMember(world.ctx, registration);
  return { memberId, idNat: await idNatOf(memberId) };
}

async function idNatOf(memberId: string): Promise<string> {
  const [outcome] = await receive(world.ctx, [memberId]);
  if (outcome?.status !== 'received') throw new Error(JSON.stringify(outcome));
  return outcome.idNat;
}

const now = async (idNat: string) => (await persons(world.ctx, [idNat])).get(idNat);
const exerciseName = (person: Person | undefined) => person?.exercises[0]?.name;

/** Changes the exercise name, as of an instant. */
const rename = async (memberId: string, name: string, effectiveAt?: string) => {
  await changeMember(world.ctx, {
    memberId,
    act: 'rename',
    ...(effectiveAt && { effectiveAt: new Date(effectiveAt) }),
    change: (record) => ({ ...record, exercises: record.exercises.map((one) => ({ ...one, name })) }),
  });
  await receive(world.ctx, [memberId]);
};

describe('a person in time', () => {
  it('answers for any past instant, as known now and as known then, after a correction back in time', async () => {
    world.at('2026-01-01T09:00:00Z');
    const { memberId, idNat } = await register(1);
    world.at('2026-03-01T09:00:00Z');
    await rename(memberId, 'MARS');
    world.at('2026-05-01T09:00:00Z');
    await rename(memberId, 'FEVRIER', '2026-02-01T09:00:00Z');

    const as = async (at: string, known?: string) =>
      exerciseName(await personAsOf(world.ctx, idNat, new Date(at), known ? new Date(known) : undefined));
    expect(await as('2026-01-15T00:00:00Z')).toBe('ÉPREUVE-B');
    expect(await as('2026-02-15T00:00:00Z')).toBe('FEVRIER');
    expect(await as('2026-04-15T00:00:00Z')).toBe('FEVRIER');
    expect(await as('2026-02-15T00:00:00Z', '2026-04-01T00:00:00Z')).toBe('ÉPREUVE-B');
    expect(await as('2026-04-15T00:00:00Z', '2026-04-15T00:00:00Z')).toBe('MARS');
    expect(await as('2025-12-31T00:00:00Z')).toBeUndefined();
    expect(await as('2026-02-15T00:00:00Z', '2025-12-31T00:00:00Z')).toBeUndefined();
    expect(exerciseName(await now(idNat))).toBe('FEVRIER');
  });

  it('cannot be told from the future', async () => {
    const { memberId } = await register(2);
    await expect(rename(memberId, 'DEMAIN', '2030-01-01T00:00:00Z')).rejects.toMatchObject({ status: 422 });
  });

  it('never holds two things true of one instant', async () => {
    const { idNat } = await register(3);
    const twice = sql`insert into registry.parts (person_id, kind, key, value, valid_from, recorded_at, authority, act)
      select person_id, kind, key, value, valid_from, recorded_at, authority, act from registry.parts
      where person_id = (select id from registry.persons where id_nat = ${idNat}) limit 1`;
    await expect(twice.execute(world.ctx.db)).rejects.toThrow('parts_no_overlap');
  });

  it('reads the versions of a member in order, all at once when some were missed', async () => {
    world.at('2026-05-02T09:00:00Z');
    const { memberId } = await registerMember(world.ctx, doctor(4));
    for (const name of ['UN', 'DEUX', 'TROIS'])
      await changeMember(world.ctx, {
        memberId,
        act: 'rename',
        change: (record) => ({ ...record, exercises: record.exercises.map((one) => ({ ...one, name })) }),
      });
    const idNat = await idNatOf(memberId);
    const person = await now(idNat);
    expect(person).toMatchObject({ version: 1, origins: { CNOM: 4 } });
    expect(exerciseName(person)).toBe('TROIS');
  });

  it('S3-07 keeps closed situations readable with their dates after the person left, and shows none as current', async () => {
    world.at('2026-01-10T09:00:00Z');
    const { memberId, idNat } = await register(5);
    world.at('2026-06-10T09:00:00Z');
    await closeMember(world.ctx, { memberId, reason: 'RL', on: '2026-05-31' });
    await receive(world.ctx, [memberId]);
    expect(await now(idNat)).toMatchObject({ idNat, state: 'closed', exercises: [] });
    const history = await personHistory(world.ctx, idNat);
    const ended = history.filter((part) => part.validTo !== null);
    expect(ended.map((part) => part.kind).sort()).toEqual([
      'activity',
      'correspondence',
      'exercise',
      'skill',
    ]);
    for (const part of ended) {
      expect(part.validFrom).toEqual(new Date('2026-01-10T09:00:00Z'));
      expect(part.validTo).toEqual(new Date('2026-05-31T22:00:00Z'));
      expect(part.authority).toBe('CNOM');
    }
    expect((await now(idNat))?.civilStatus?.birthName).toBe('ÉPREUVE-F');
    const inMay = await personAsOf(world.ctx, idNat, new Date('2026-05-30T09:00:00Z'));
    expect(inMay?.exercises[0]?.activities).toHaveLength(1);
    expect(inMay?.diplomas).toHaveLength(1);
  });
});

describe('one number for life', () => {
  it('S3-01 survives mode, département, structure and authority, and a second number is refused', async () => {
    world.at('2026-01-10T09:00:00Z');
    await upsertStructures(world.ctx, [{ id: 'F760780239', finess: '760780239', name: 'Hôpital inventé' }]);
    const { memberId, idNat } = await register(20);
    world.at('2026-02-10T09:00:00Z');
    await changeMember(world.ctx, {
      memberId,
      act: 'move',
      change: (record) => ({
        ...record,
        exercises: record.exercises.map((one) => ({
          ...one,
          registration: { ...one.registration, departement: '27' },
          activities: [{ key: 'a2', mode: 'S', genre: 'GENR01', sector: 'SA01', structure: 'F760780239' }],
        })),
      }),
    });
    expect(await idNatOf(memberId)).toBe(idNat);
    const military = doctor(20);
    const soldier = {
      ...military,
      authority: 'SSA',
      record: {
        ...military.record,
        exercises: military.record.exercises.map((one) => ({ ...one, category: 'M' })),
      },
    };
    const second = await registerMember(world.ctx, soldier);
    expect(await receive(world.ctx, [second.memberId])).toEqual([
      {
        memberId: second.memberId,
        status: 'refused',
        reason: { code: 'registry.civil-status-already-registered', idNat },
      },
    ]);
    await closeMember(world.ctx, { memberId, reason: 'CHA', on: '2026-02-10' });
    expect(await idNatOf(memberId)).toBe(idNat);
    const moved = await register(20, { ...soldier, idNat });
    expect(moved.idNat).toBe(idNat);
    const person = await now(idNat);
    expect(person).toMatchObject({ state: 'active', origins: { CNOM: 3, SSA: 1 } });
    expect(person?.exercises.map((one) => one.category)).toEqual(['M']);
  });

  it('follows a certified change of name: the new traits are guarded, the old ones are free', async () => {
    world.at('2026-02-10T09:00:00Z');
    const { memberId, idNat } = await register(26);
    world.at('2026-02-11T09:00:00Z');
    await changeMember(world.ctx, {
      memberId,
      act: 'correct',
      change: (record) => ({ ...record, civilStatus: doctor(27).record.civilStatus }),
    });
    expect(await idNatOf(memberId)).toBe(idNat);
    const twin = await registerMember(world.ctx, doctor(27));
    expect(await receive(world.ctx, [twin.memberId])).toMatchObject([
      { status: 'refused', reason: { idNat } },
    ]);
    expect((await register(26)).idNat).not.toBe(idNat);
  });

  it('is kept, and the doubt told, when a change makes two people one', async () => {
    world.at('2026-02-10T09:00:00Z');
    const [first, second] = [await register(31), await register(32)];
    await changeMember(world.ctx, {
      memberId: second.memberId,
      act: 'correct',
      change: (record) => ({ ...record, civilStatus: doctor(31).record.civilStatus }),
    });
    expect(await idNatOf(second.memberId)).toBe(second.idNat);
    expect((await now(second.idNat))?.civilStatus?.birthName).toBe(doctor(31).record.civilStatus.birthName);
    const told = await eventsOf(world.ctx, [first.idNat, second.idNat], [DUPLICATE_SUSPECTED]);
    expect(told.map((event) => [event.subject, event.version])).toEqual([[second.idNat, 2]]);
    const third = await registerMember(world.ctx, doctor(31));
    const [refused] = await receive(world.ctx, [third.memberId]);
    expect(refused).toMatchObject({ status: 'refused', reason: { idNat: first.idNat } });
  });

  it('is found again by somebody who comes back, and not by somebody else', async () => {
    world.at('2026-02-10T09:00:00Z');
    const { memberId, idNat } = await register(28);
    await closeMember(world.ctx, { memberId, reason: 'ETR', on: '2026-02-10' });
    await receive(world.ctx, [memberId]);
    world.at('2026-02-20T09:00:00Z');
    await expect(registerMember(world.ctx, { ...doctor(29), idNat })).rejects.toMatchObject({ status: 422 });
    const back = await registerMember(world.ctx, { ...doctor(28), idNat });
    expect(back).toEqual({ memberId, version: 3 });
    expect(await idNatOf(memberId)).toBe(idNat);
    expect(await now(idNat)).toMatchObject({ state: 'active' });
    const again = registerMember(world.ctx, { ...doctor(28), idNat });
    await expect(again).rejects.toMatchObject({ code: 'authorities.already-member' });
  });

  it('under which several authorities register a person at once makes one person', async () => {
    const known = doctor(30);
    const { record } = known;
    const idNat = idNatOfRpps(makeRpps('9970000456'));
    const codes = ['CNOM', 'SSA', 'ENREG', 'CNOP', 'ONI'];
    const outcomes = await Promise.all(
      codes.map(async (authority) => {
        const { memberId } = await registerMember(world.ctx, {
          ...known,
          authority,
          idNat,
          record: { ...record, exercises: [] },
        });
        return (await receive(world.ctx, [memberId]))[0];
      }),
    );
    expect(outcomes.map((one) => one?.status)).toEqual(codes.map(() => 'received'));
    expect(Object.keys((await now(idNat))?.origins ?? {}).sort()).toEqual([...codes].sort());
  });

  it('is not given to somebody else by a number typed wrong', async () => {
    const { idNat } = await register(21);
    const other = { ...doctor(22), authority: 'CNOM' };
    const soldier = {
      ...other,
      authority: 'SSA',
      idNat,
      record: { ...other.record, exercises: [] },
    };
    const { memberId } = await registerMember(world.ctx, soldier);
    expect(await receive(world.ctx, [memberId])).toMatchObject([
      { status: 'refused', reason: { code: 'registry.identity-mismatch' } },
    ]);
    const nobody = await registerMember(world.ctx, { ...soldier, idNat: '899780999992' });
    expect((await receive(world.ctx, [nobody.memberId]))[0]?.status).toBe('refused');
  });

  it('S4-05 each person has exactly one national identifier, and a search by it gives that person and no other', async () => {
    const { idNat } = await register(23);
    const staff = '3760780239/AGENT7';
    const { record } = doctor(24);
    await register(24, {
      ...doctor(24),
      authority: 'ENREG',
      idNat: staff,
      record: { ...record, exercises: [] },
    });
    for (const one of [idNat, staff]) {
      const { people } = await searchRegister(world.ctx, { q: one });
      expect(people.map((person) => person.idNat)).toEqual([one]);
    }
    expect((await now(staff))?.rpps).toBeUndefined();
    expect((await searchRegister(world.ctx, { q: idNat.slice(1) })).people[0]?.idNat).toBe(idNat);
    const column = sql`update registry.persons set id_nat = ${idNat} where id_nat = ${staff}`;
    await expect(column.execute(world.ctx.db)).rejects.toThrow('persons_id_nat');
    const none = sql`update registry.persons set id_nat = null where id_nat = ${staff}`;
    await expect(none.execute(world.ctx.db)).rejects.toThrow('id_nat');
    expect((await searchRegister(world.ctx, { q: '8997800000000' })).people).toEqual([]);
  });

  it('names a practice after its holder, once', async () => {
    const practice = await createPractice(world.ctx, { name: 'Cabinet inventé', sector: 'SA07' });
    const one = doctor(25);
    const { idNat } = await register(25, {
      ...one,
      record: {
        ...one.record,
        exercises: one.record.exercises.map((exercise) => ({
          ...exercise,
          activities: [{ key: 'a1', mode: 'L', structure: practice.id }],
        })),
      },
    });
    const found = (await structuresById(world.ctx, [practice.id])).get(practice.id);
    expect(found?.nationalId).toBe(`4${idNat.slice(1)}001`);
  });
});

describe('the certification of a civil status', () => {
  const uncertified = (n: number) => {
    const one = doctor(n);
    const certification = { state: 'NC', at: '2026-01-01', source: 'CNOM' };
    return { ...one, record: { ...one.record, civilStatus: { ...one.record.civilStatus, certification } } };
  };

  it('is written with its state, its day and its source, and stays when the authority sends the traits again', async () => {
    world.at('2026-02-01T09:00:00Z');
    const { memberId, idNat } = await register(40, uncertified(40));
    world.at('2026-02-02T09:00:00Z');
    await certify(world.ctx, { idNat, state: 'C', at: '2026-02-02', source: 'INSEE' });
    world.at('2026-02-03T09:00:00Z');
    await rename(memberId, 'AUTRE');
    const person = await now(idNat);
    expect(person?.civilStatus?.certification).toEqual({ state: 'C', at: '2026-02-02', source: 'INSEE' });
    expect(person?.version).toBe(3);
    const before = await personAsOf(world.ctx, idNat, new Date('2026-02-01T12:00:00Z'));
    expect(before?.civilStatus?.certification.state).toBe('NC');
  });

  it('refuses to certify one civil status under two numbers', async () => {
    const first = await register(41, uncertified(41));
    const second = await register(41, uncertified(41));
    expect(second.idNat).not.toBe(first.idNat);
    await certify(world.ctx, { idNat: first.idNat, state: 'FC', at: '2026-02-02', source: 'FranceConnect' });
    const again = certify(world.ctx, { idNat: second.idNat, state: 'C', at: '2026-02-02', source: 'INSEE' });
    await expect(again).rejects.toMatchObject({ status: 409, data: { idNat: first.idNat } });
    const unknown = certify(world.ctx, {
      idNat: second.idNat,
      state: 'ZZ',
      at: '2026-02-02',
      source: 'INSEE',
    });
    await expect(unknown).rejects.toMatchObject({ status: 422 });
  });
});

describe('the record', () => {
  it('S4-21 holds the régalienne identity apart from the sectorial one, each with its source and its state', async () => {
    world.at('2026-02-01T09:00:00Z');
    const { idNat } = await register(60);
    const person = await now(idNat);
    expect(person?.civilStatus).toMatchObject({
      birthName: 'ÉPREUVE-GA',
      certification: { state: 'C', source: 'INSEE' },
      provenance: { authority: 'CNOM' },
    });
    const { civilStatus, correspondence, ...sectorial } = person as Person;
    const text = JSON.stringify(sectorial);
    for (const trait of [civilStatus?.birthDate, 'birthPlace', 'givenNames', '"sex"', correspondence?.mail])
      expect(text).not.toContain(trait ?? 'never');
    expect(sectorial.exercises[0]?.provenance).toMatchObject({ authority: 'CNOM', act: 'register' });
  });

  it('S4-23 holds none or several exercises, diplomas, savoir-faire and situations, each with dates and source', async () => {
    const one = doctor(61);
    const [exercise] = one.record.exercises;
    if (!exercise) throw new Error('no exercise');
    const { idNat } = await register(61, {
      ...one,
      record: {
        ...one.record,
        exercises: [
          {
            ...exercise,
            skills: [
              { type: 'S', code: 'SM54', recognisedOn: '2012-01-01' },
              { type: 'S', code: 'SM26', recognisedOn: '2015-01-01' },
            ],
            activities: [
              { key: 'a1', mode: 'L', from: '2012-01-01' },
              { key: 'a2', mode: 'S', from: '2015-01-01' },
              { key: 'a0', mode: 'S', from: '2010-01-01', to: '2011-12-31' },
            ],
          },
          { ...exercise, category: 'F', activities: [] },
        ],
        diplomas: [
          { type: 'DE', code: 'DE09' },
          { type: 'DU', code: 'DU1' },
        ],
      },
    });
    const person = await now(idNat);
    expect(person?.exercises).toHaveLength(2);
    expect(person?.exercises[0]?.skills).toHaveLength(2);
    expect(person?.exercises[0]?.activities.map((activity) => activity.key)).toEqual(['a1', 'a2']);
    expect(person?.diplomas).toHaveLength(2);
    for (const part of [...(person?.diplomas ?? []), ...(person?.exercises ?? [])]) {
      expect(part.provenance).toMatchObject({ authority: 'CNOM', validFrom: '2026-02-01T09:00:00.000Z' });
    }
    const ended = (await personHistory(world.ctx, idNat)).find((part) => part.key.endsWith('/a0'));
    expect(ended?.value).toMatchObject({ from: '2010-01-01', to: '2011-12-31' });
    const none = await register(62, {
      ...doctor(62),
      record: { ...doctor(62).record, exercises: [], diplomas: [] },
    });
    expect(await now(none.idNat)).toMatchObject({ exercises: [], diplomas: [], authorisations: [] });
    const wrong = { ...one.record, exercises: [{ ...exercise, skills: [{ type: 'S', code: 'SCD01' }] }] };
    await expect(registerMember(world.ctx, { ...doctor(63), record: wrong })).rejects.toMatchObject({
      status: 422,
    });
  });
});

describe('the consultation of the register', () => {
  it('finds by the starts of names without accents, by birth date, page by page, and nobody without a criterion', async () => {
    world.at('2026-02-01T09:00:00Z');
    const mine = [await register(701), await register(702), await register(703)]
      .map((one) => one.idNat)
      .sort();
    const first = await searchRegister(world.ctx, { q: 'epreuve ha lea', limit: 2 });
    expect(first.people).toHaveLength(2);
    const second = await searchRegister(world.ctx, {
      q: 'epreuve ha lea',
      limit: 2,
      after: first.next ?? '',
    });
    expect([...first.people, ...second.people].map((one) => one.idNat)).toEqual(mine);
    expect(second.next).toBeUndefined();
    expect((await searchRegister(world.ctx, { q: 'epreuve ha', birthDate: '1999-01-01' })).people).toEqual(
      [],
    );
    expect((await searchRegister(world.ctx, { q: "'; drop" })).people).toEqual([]);
    expect((await searchRegister(world.ctx, {})).people).toEqual([]);
  });
});
