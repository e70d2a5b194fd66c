import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { changeMember, closeMember, registerMember } from '../../src/modules/authorities/index.js';
import { idNatOfRpps, makeRpps } from '../../src/modules/nomenclatures/index.js';
import { DUPLICATE_SUSPECTED, receive, searchRegister } from '../../src/modules/registry/index.js';
import { createPractice, structuresById, upsertStructures } from '../../src/modules/structures/index.js';
import { eventsOf } from '../../src/platform/events.js';
import { membersOf } from './members.js';
import { doctor } from './people.js';
import { useWorld } from './world.js';

const world = useWorld();
const { idNatOf, now, register } = membersOf(world);

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
