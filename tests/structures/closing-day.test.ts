import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  announceClosings,
  nextClosingDay,
  STRUCTURE_CHANGED,
  type Structure,
  structureHistory,
  upsertStructures,
} from '../../src/modules/structures/index.js';
import { eventsOf } from '../../src/platform/events.js';
import { type TestContext, testContext } from '../support/context.js';

let world: TestContext;
beforeAll(async () => {
  world = await testContext();
});
afterAll(() => world.close());

const closing = (finess: string, closedOn?: string): Structure => ({
  ...{ id: `F${finess}`, nationalId: `1${finess}`, finess, name: `ENTITE ${finess}`, kind: 'EJ' },
  ...(closedOn && { closedOn }),
});
const at = (day: string) => world.app.clock.set(new Date(`${day}T09:00:00Z`));
const changes = async (id: string) => (await eventsOf(world.ctx, [id], [STRUCTURE_CHANGED])).length;

it('closes a structure on the day that was told before, once, and tells those who follow it', async () => {
  await at('2026-03-01');
  await announceClosings(world.ctx);
  await upsertStructures(world.ctx, [
    closing('990000111', '2026-03-10'),
    closing('990000129', '2026-03-20'),
    closing('990000137'),
    closing('990000145', '2026-02-01'),
  ]);
  expect(await nextClosingDay(world.ctx, '2026-03-09')).toBeUndefined();
  expect(await nextClosingDay(world.ctx, '2026-12-31')).toBe('2026-03-10');
  await at('2026-03-09');
  expect(await announceClosings(world.ctx)).toBe(0);
  await at('2026-03-10');
  expect([await announceClosings(world.ctx), await announceClosings(world.ctx)]).toEqual([1, 0]);
  expect(await Promise.all(['F990000111', 'F990000129', 'F990000137', 'F990000145'].map(changes))).toEqual([
    ...[1, 0, 0, 0],
  ]);
  expect(await structureHistory(world.ctx, 'F990000111')).toHaveLength(2);
  expect(await nextClosingDay(world.ctx, '2026-12-31')).toBe('2026-03-20');
});

it('opens it again when the clock goes back before that day', async () => {
  await at('2026-03-05');
  expect(await announceClosings(world.ctx)).toBe(1);
  expect(await nextClosingDay(world.ctx, '2026-12-31')).toBe('2026-03-10');
  await at('2026-04-01');
  expect(await announceClosings(world.ctx)).toBe(2);
});
