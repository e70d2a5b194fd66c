import { describe, expect, it } from 'vitest';
import { registerMember, registerMembers } from '../../src/modules/authorities/index.js';
import { isRpps } from '../../src/modules/nomenclatures/index.js';
import { persons, receive } from '../../src/modules/registry/index.js';
import { doctor } from './people.js';
import { useWorld } from './world.js';

const world = useWorld();

describe('the number of a person', () => {
  it('is given at the first registration and stays when the message is repeated', async () => {
    const { memberId } = await registerMember(world.ctx, doctor(1));
    const [first] = await receive(world.ctx, [memberId]);
    const [second] = await receive(world.ctx, [memberId]);
    expect(second).toEqual(first);
    if (first?.status !== 'received') throw new Error(`received nothing: ${JSON.stringify(first)}`);
    expect(isRpps(first.rpps ?? '')).toBe(true);
    const person = (await persons(world.ctx, [first.idNat])).get(first.idNat);
    expect(person).toMatchObject({
      idNat: `8${first.rpps}`,
      state: 'active',
      version: 1,
      origins: { CNOM: 1 },
    });
    expect(person?.civilStatus?.birthName).toBe('ÉPREUVE-B');
    expect(person?.exercises[0]?.skills[0]?.code).toBe('SM54');
    expect(person?.exercises[0]?.activities[0]?.sector).toBe('SA07');
  });

  it('is another one for each of 50 people registered at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const { memberId } = await registerMember(world.ctx, doctor(100 + i));
        return (await receive(world.ctx, [memberId]))[0];
      }),
    );
    const numbers = outcomes.flatMap((one) => (one?.status === 'received' ? (one.rpps ?? []) : []));
    expect(numbers).toHaveLength(50);
    expect(new Set(numbers).size).toBe(50);
    expect(numbers.every((one) => /^9978\d{7}$/.test(one) && isRpps(one))).toBe(true);
  });

  it('is given once to one person registered 20 times at once; the others learn it', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { memberId } = await registerMember(world.ctx, doctor(200));
        return (await receive(world.ctx, [memberId]))[0];
      }),
    );
    const received = outcomes.filter((one) => one?.status === 'received');
    expect(received).toHaveLength(1);
    const number = received[0]?.status === 'received' ? received[0].idNat : '';
    const reasons = outcomes.flatMap((one) => (one?.status === 'refused' ? [one.reason] : []));
    expect(reasons).toHaveLength(19);
    expect(new Set(reasons.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ code: 'registry.civil-status-already-registered', idNat: number })]),
    );
  });

  it('comes to a whole load of people at once', async () => {
    const many = await registerMembers(
      world.ctx,
      Array.from({ length: 1000 }, (_, i) => doctor(10_000 + i)),
    );
    const outcomes = await receive(
      world.ctx,
      many.map((one) => one.memberId),
    );
    expect(outcomes.every((one) => one.status === 'received')).toBe(true);
    expect(new Set(outcomes.map((one) => (one.status === 'received' ? one.idNat : ''))).size).toBe(1000);
  });
});
