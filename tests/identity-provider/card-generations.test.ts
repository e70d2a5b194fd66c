import { afterAll, beforeAll, expect, it } from 'vitest';
import { cards } from '../../src/modules/credentials/index.js';
import { type CardHolder, CardWorld } from './card-world.js';

let w: CardWorld;

beforeAll(async () => {
  w = await CardWorld.open();
});
afterAll(() => w.stop());

async function made(on: string): Promise<CardHolder> {
  await w.t.app.clock.set(new Date(on));
  return w.withCard();
}

const generation = async ({ card }: CardHolder) =>
  (await cards.heldCard(w.t.app.ctx, card.number)).generation;
const identified = async (holder: CardHolder) => (await w.userinfoOf(await w.byCard(holder))).SubjectNameID;

it('S4-73 one service takes cards of every generation as it is, until each of them ends', async () => {
  const [former, current] = [await made('2020-01-15T10:00:00Z'), await made('2020-09-15T10:00:00Z')];
  expect([await generation(former), await generation(current)]).toEqual(['CPS3', 'CPS3.3']);
  expect([await identified(former), await identified(current)]).toEqual([former.idNat, current.idNat]);
  const latest = await made('2025-09-15T10:00:00Z');
  expect(await generation(latest)).toBe('CPS4');
  expect(await identified(latest)).toBe(latest.idNat);
  const { href } = await w.onCardTab();
  for (const ended of [former, current]) expect((await ended.reader.get(href)).status).toBe(403);
});
