import { expect, it } from 'vitest';
import { registerMember } from '../../src/modules/authorities/index.js';
import { announceDay, persons, receive } from '../../src/modules/registry/index.js';
import { eventsOf } from '../../src/platform/events.js';
import { doctor } from './people.js';
import { useWorld } from './world.js';

const world = useWorld();

it('tells the copies when the days of an activity come, once, whichever way the clock goes', async () => {
  const noon = (day: number) => world.at(new Date(Date.now() + day * 86_400_000).toISOString());
  const civil = (day: number) => new Date(Date.now() + day * 86_400_000).toISOString().slice(0, 10);
  const one = doctor(1);
  const activities = [
    { key: 'a1', mode: 'L', to: civil(10) },
    { key: 'a2', mode: 'S', from: civil(20) },
  ];
  const exercises = one.record.exercises.map((exercise) => ({ ...exercise, activities }));
  const { memberId } = await registerMember(world.ctx, { ...one, record: { ...one.record, exercises } });
  const still = await registerMember(world.ctx, doctor(2));
  const [first] = await receive(world.ctx, [memberId, still.memberId]);
  const idNat = first?.status === 'received' ? first.idNat : '';
  const current = async () => {
    const person = (await persons(world.ctx, [idNat])).get(idNat);
    return [person?.version, person?.exercises[0]?.activities.map((activity) => activity.key)];
  };
  await announceDay(world.ctx);
  expect(await current()).toEqual([1, ['a1']]);
  noon(9);
  expect(await announceDay(world.ctx)).toBe(0);
  noon(12);
  expect(await announceDay(world.ctx)).toBe(1);
  expect(await announceDay(world.ctx)).toBe(0);
  expect(await current()).toEqual([2, []]);
  noon(21);
  expect(await announceDay(world.ctx)).toBe(1);
  expect(await current()).toEqual([3, ['a2']]);
  noon(5);
  expect(await announceDay(world.ctx)).toBe(1);
  expect(await current()).toEqual([4, ['a1']]);
  const events = await eventsOf(world.ctx, [idNat], ['registry.person-changed']);
  expect(events.map((event) => event.version)).toEqual([1, 2, 3, 4]);
  expect(events.at(-1)?.origins).toEqual({ CNOM: 1 });
});
