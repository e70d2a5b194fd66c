import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { changeMember, closeMember, registerMember } from '../../src/modules/authorities/index.js';
import { type Person, personAsOf, personHistory, receive } from '../../src/modules/registry/index.js';
import { membersOf } from './members.js';
import { doctor } from './people.js';
import { useWorld } from './world.js';

const world = useWorld();
const { idNatOf, now, register, rename } = membersOf(world);
const exerciseName = (person: Person | undefined) => person?.exercises[0]?.name;

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
