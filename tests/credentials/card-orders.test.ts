import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cards } from '../../src/modules/credentials/index.js';
import { personAsked } from '../../src/sandbox/population/index.js';
import { ADDRESS, type CardsWorld, cardsWorld, DELIVERED, somebody } from './cards-world.js';
import { refusalOf } from './world.js';

/** Keys are made and OpenSSL is started: a busy machine takes its time. */

let w: CardsWorld;

beforeAll(async () => {
  w = await cardsWorld();
});
afterAll(() => w.stop());

const { errors } = cards;
const ctx = () => w.app.ctx;
const ordersOf = (holder: string) => cards.ordersOf(ctx(), { holder });
const cardsOf = (holder: string) => cards.cardsOf(ctx(), { holder });
const stepsOf = async (holder: string) =>
  (await ordersOf(holder)).map(({ steps }) => steps.map(({ step }) => step));
const orderCps = (idNat: string) =>
  cards.orderCard(ctx(), { type: 'CPS', holder: { idNat }, orderedBy: idNat, via: 'ma-carte' });

describe('a card that goes out by itself', () => {
  it('S1-22 is ordered when an ordre registers a doctor and for a liberal psychologist, not for a salaried one', async () => {
    const doctor = await w.register('CNOM', somebody());
    expect(await ordersOf(doctor.idNat)).toMatchObject([
      { type: 'CPS', via: 'ordre', state: 'validated', deliverTo: { street: 'DES LETTRES' } },
    ]);
    const liberal = await w.register('ARS-28', somebody({ profession: '93', mode: 'L' }));
    expect(await ordersOf(liberal.idNat)).toMatchObject([{ type: 'CPS', via: 'ordre' }]);
    const salaried = await w.register('ARS-28', somebody({ profession: '93', mode: 'S' }));
    expect(await ordersOf(salaried.idNat)).toEqual([]);
  });

  it('S3-59 S1-26 is never ordered for a nurse nor a salaried psychologist, who order it themselves and follow it', async () => {
    const nurse = await w.register('ONI', somebody({ profession: '60', mode: 'S' }));
    const salaried = await w.register('ARS-28', somebody({ profession: '93', mode: 'S' }));
    for (const { idNat } of [nurse, salaried]) {
      expect(await ordersOf(idNat)).toEqual([]);
      await orderCps(idNat);
      await w.settle();
      const [order] = await ordersOf(idNat);
      expect(order).toMatchObject({ state: 'validated', via: 'ma-carte' });
      expect(order?.expected.codes.getTime()).toBe((order?.expected.card.getTime() ?? 0) + 86_400_000);
      expect(await refusalOf(orderCps(idNat))).toBe(errors.alreadyOrdered().code);
    }
  });

  it('is not ordered by a load, nor by a later change of somebody who was loaded', async () => {
    const { idNat: invented } = await personAsked(ctx(), { kind: 'doctor' });
    await w.settle();
    expect(await ordersOf(invented)).toEqual([]);
    const { idNat } = await w.register('CNOM', somebody());
    expect(await ordersOf(idNat)).toHaveLength(1);
    const loaded = { origins: { CNOM: 1 } };
    expect(cards.sendCards.concerns?.({ ...EVENT, ...loaded }, 'system')).toBe(false);
    expect(cards.sendCards.concerns?.({ ...EVENT, origins: { CNOM: 2 } }, 'authority:CNOM')).toBe(false);
    expect(cards.sendCards.concerns?.({ ...EVENT, ...loaded }, 'authority:CNOM')).toBe(true);
    await cards.sendCards.run(ctx(), [idNat, idNat]);
    expect(await ordersOf(idNat)).toHaveLength(1);
  });

  it('waits for an address, and leaves once the ordre knows one', async () => {
    const record = somebody({ address: undefined });
    const { idNat, rpps, etag } = await w.register('CNOM', record);
    expect(await stepsOf(idNat)).toEqual([['ordered', 'no-address']]);
    const correspondence = { ...(record.correspondence as object), address: ADDRESS };
    await w.story.patch('CNOM', rpps, etag, { correspondence });
    await w.advance(0);
    expect(await stepsOf(idNat)).toEqual([['ordered', 'no-address', 'validated']]);
  });
});

const EVENT = { type: 'registry.person-changed', subject: '899700000017', version: 1 };

describe('an order', () => {
  it('is validated, made, sent, and its codes leave the day after, each at its date', async () => {
    const { idNat } = await w.register('CNOM', somebody());
    const [order] = await ordersOf(idNat);
    expect(await cardsOf(idNat)).toEqual([]);
    await w.advance(DELIVERED);
    const [done] = await ordersOf(idNat);
    expect(done?.steps.map(({ step }) => step)).toEqual([
      'ordered',
      'validated',
      'in-production',
      'sent',
      'codes-sent',
    ]);
    const at = Object.fromEntries(done?.steps.map((one) => [one.step, one.at]) ?? []);
    const near = (a: Date | undefined, b: Date | undefined) =>
      expect(Math.abs((a?.getTime() ?? 0) - (b?.getTime() ?? 1e15))).toBeLessThan(12 * 3_600_000);
    near(at['in-production'], order?.expected.production);
    near(at.sent, order?.expected.card);
    near(at['codes-sent'], order?.expected.codes);
    const [card] = await cardsOf(idNat);
    expect(card).toMatchObject({ type: 'CPS', standing: 'sent', nominative: true, generation: 'CPS4' });
    near(card?.cardSentAt ?? undefined, at.sent);
    near(card?.codesSentAt ?? undefined, at['codes-sent']);
  });

  it('is cancelled until the card is being made, and no longer', async () => {
    const { idNat } = await w.register('CNOM', somebody());
    const [order] = await ordersOf(idNat);
    const orderId = order?.orderId ?? '';
    await cards.cancelOrder(ctx(), { orderId, reason: 'essai' });
    expect((await ordersOf(idNat))[0]?.state).toBe('cancelled');
    expect(await refusalOf(cards.cancelOrder(ctx(), { orderId, reason: 'essai' }))).toBe(
      errors.tooLate().code,
    );
    expect(await refusalOf(cards.cancelOrder(ctx(), { orderId: 'rien', reason: 'essai' }))).toBe(
      errors.unknownOrder().code,
    );
    await w.advance(DELIVERED);
    expect(await cardsOf(idNat)).toEqual([]);
  });

  it('goes on with the others of one job, a few at a time, although one of them cannot', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => w.register('CNOM', somebody())));
    const ids = (await Promise.all(people.map(({ idNat }) => ordersOf(idNat)))).flat().map((o) => o.orderId);
    const [first = '', ...others] = ids;
    expect(others).toHaveLength(5);
    const steps = async () => (await Promise.all(people.map(({ idNat }) => stepsOf(idNat)))).flat();
    expect(await steps()).toEqual(people.map(() => ['ordered', 'validated']));
    await sql`update credentials.card_orders set due_at = ${ctx().clock.now()} where id = any(${ids})`.execute(
      ctx().db,
    );
    const asked = [first, 'rien', ...others, first];
    expect(await refusalOf(cards.advanceCardOrders.run(ctx(), asked))).toBe(errors.unknownOrder().code);
    expect(await steps()).toEqual(people.map(() => ['ordered', 'validated', 'in-production']));
  });

  it('is made once, however many ask for it at once', async () => {
    const { idNat } = await w.register('ARS-28', somebody({ profession: '93', mode: 'S' }));
    const twenty = await Promise.allSettled(Array.from({ length: 20 }, () => orderCps(idNat)));
    expect(twenty.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await ordersOf(idNat)).toHaveLength(1);
  });
});
