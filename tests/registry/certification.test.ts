import { describe, expect, it } from 'vitest';
import { certify, personAsOf } from '../../src/modules/registry/index.js';
import { membersOf } from './members.js';
import { doctor } from './people.js';
import { useWorld } from './world.js';

const world = useWorld();
const { now, register, rename } = membersOf(world);

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
