import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cards } from '../../src/modules/credentials/index.js';
import { createCard, type SandboxCard } from '../../src/sandbox/cards.js';
import { entity } from '../access/team.js';
import { ADDRESS, type CardsWorld, cardsWorld, DELIVERED, somebody } from './cards-world.js';
import { refusalOf } from './world.js';

/** Keys are made and OpenSSL is started: a busy machine takes its time. */

const YEAR = 365.25;
const { errors } = cards;
let w: CardsWorld;

beforeAll(async () => {
  w = await cardsWorld();
});
afterAll(() => w.stop());

const ctx = () => w.app.ctx;
const standingOf = async (number: string) => (await cards.heldCard(ctx(), number)).standing;

async function doctorWithCard(): Promise<{ idNat: string; card: SandboxCard }> {
  const { idNat } = await w.register('CNOM', somebody());
  const [order] = await cards.ordersOf(ctx(), { holder: idNat });
  await cards.cancelOrder(ctx(), { orderId: order?.orderId ?? '', reason: 'essai' });
  return { idNat, card: await createCard(ctx(), { idNat }) };
}

const declare = (cardNumber: string, reason: cards.IncidentReason) =>
  cards.declareIncident(ctx(), { cardNumber, reason, by: 'essai', evidence: 'session' });

const hospital = (finess: string) => entity(ctx(), finess);
const employee = (structureId: string, more: Partial<cards.CardOrderRequest> = {}) =>
  cards.orderCard(ctx(), {
    ...{ type: 'CPE', via: 'tom', orderedBy: '899700000017', structureId },
    holder: { givenName: 'Odile', familyName: 'ESSAI' },
    deliverTo: ADDRESS,
    ...more,
  });

describe('an incident', () => {
  it('opposes the card at once where it may be in other hands, and orders another of another number', async () => {
    for (const reason of ['loss', 'theft', 'compromise', 'card-not-received'] as const) {
      const { idNat, card } = await doctorWithCard();
      const declared = await declare(card.number, reason);
      expect([reason, declared.opposed, declared.newCodes]).toEqual([reason, true, false]);
      expect(await standingOf(card.number)).toBe('opposed');
      const [order] = await cards.ordersOf(ctx(), { holder: idNat });
      expect(order).toMatchObject({ orderId: declared.orderId, via: 'replacement', replaces: card.number });
      expect(await refusalOf(declare(card.number, reason))).toBe(errors.notUsable('opposed').code);
    }
  });

  it('leaves a faulty card in use until the one that replaces it is first used', async () => {
    const { idNat, card } = await doctorWithCard();
    expect(await declare(card.number, 'malfunction')).toMatchObject({ opposed: false });
    expect(await standingOf(card.number)).toBe('active');
    await w.advance(DELIVERED);
    const [fresh] = await cards.cardsOf(ctx(), { holder: idNat });
    expect(fresh).toMatchObject({ standing: 'sent', replaces: card.number });
    const codes = (await cards.letters(ctx(), idNat)).find(({ kind }) => kind === 'codes');
    const { content } = await cards.letterOf(ctx(), codes?.id ?? '');
    await cards.proveHolder(ctx(), { number: fresh?.number ?? '', pin: content.pin ?? '', purpose: 'essai' });
    expect([await standingOf(card.number), await standingOf(fresh?.number ?? '')]).toEqual([
      'opposed',
      'active',
    ]);
  });

  it('makes no third card while the one that replaces it is on its way, ordered or sent', async () => {
    for (const reason of ['malfunction', 'loss'] as const) {
      const { idNat, card } = await doctorWithCard();
      const cardsOf = () => cards.cardsOf(ctx(), { holder: idNat });
      const { orderId } = await cards.renewCard(ctx(), { number: card.number, by: idNat });
      const ordered = await cards.ordersOf(ctx(), { holder: idNat });
      const leaves = ordered[0]?.expected.card;
      expect(await declare(card.number, 'malfunction')).toMatchObject({ successor: { expectedAt: leaves } });
      await w.settle();
      await w.advance(DELIVERED);
      const [fresh] = await cardsOf();
      expect(fresh).toMatchObject({ standing: 'sent', orderId });
      const declared = await declare(card.number, reason);
      expect(declared).toMatchObject({ successor: { sentAt: fresh?.cardSentAt } });
      expect(declared.orderId).toBeUndefined();
      expect(await cards.ordersOf(ctx(), { holder: idNat })).toHaveLength(ordered.length);
      await w.advance(DELIVERED);
      expect((await cardsOf()).map(({ standing }) => standing)).toEqual([
        'sent',
        reason === 'loss' ? 'opposed' : 'active',
      ]);
      // Of the card that is on its way itself, and where what is written on it may be the former data, another is made.
      const of = reason === 'loss' ? fresh?.number : card.number;
      const another = await declare(of ?? '', reason === 'loss' ? 'card-not-received' : 'data-change');
      expect(another.orderId).toMatch(/-/);
    }
  });

  it('sends other codes for the same card, which the former ones open until then', async () => {
    const { idNat, card } = await doctorWithCard();
    const prove = (pin: string) =>
      refusalOf(cards.proveHolder(ctx(), { number: card.number, pin, purpose: 'essai' }));
    expect(await declare(card.number, 'codes-lost')).toMatchObject({ newCodes: true, opposed: false });
    expect(await prove(card.pin)).toBeUndefined();
    await w.advance(2);
    const [letter] = await cards.letters(ctx(), idNat);
    const { content } = await cards.letterOf(ctx(), letter?.id ?? '');
    expect(letter).toMatchObject({ kind: 'codes', cardNumber: card.number });
    expect(await prove(content.pin ?? '')).toBeUndefined();
    if (content.pin !== card.pin) expect(await prove(card.pin)).toBe(errors.wrongCode(2).code);
    expect(await cards.ordersOf(ctx(), { holder: idNat })).toHaveLength(1);
  });

  it('opposes without another card who leaves, and stops what was being made', async () => {
    const { idNat, card } = await doctorWithCard();
    expect(await declare(card.number, 'end-of-activity')).toEqual({
      ...{ incidentId: expect.any(String), opposed: true, newCodes: false },
    });
    await cards.orderCard(ctx(), { type: 'CPS', holder: { idNat }, orderedBy: idNat, via: 'ma-carte' });
    await w.advance(3);
    await cards.opposeCardsOf(ctx(), { idNat, reason: 'end-of-activity' });
    expect((await cards.ordersOf(ctx(), { holder: idNat }))[0]?.state).toBe('cancelled');
    await w.advance(DELIVERED);
    expect((await cards.cardsOf(ctx(), { holder: idNat })).map(({ standing }) => standing)).toEqual([
      'opposed',
    ]);
  });
});

describe('the renewal of a card', () => {
  it('is ordered sixty days before the end, once, without anybody asking', async () => {
    const now = w.app.clock.now();
    const { idNat } = await doctorWithCard();
    await w.app.clock.set(new Date(now.getTime() + (6 * YEAR - 70) * 86_400_000));
    await w.advance(1);
    expect(await cards.ordersOf(ctx(), { holder: idNat })).toHaveLength(1);
    await w.advance(20);
    const [order] = await cards.ordersOf(ctx(), { holder: idNat });
    expect(order).toMatchObject({ via: 'renewal', orderedBy: 'system' });
    await w.advance(1);
    expect(await cards.ordersOf(ctx(), { holder: idNat })).toHaveLength(2);
    await w.app.clock.set(now);
  });
});

it('a card is not renewed again while the one that replaces it is on its way', async () => {
  const { idNat } = await doctorWithCard();
  const [old] = await cards.cardsOf(ctx(), { holder: idNat });
  const number = old?.number ?? '';
  const renew = () => cards.renewCard(ctx(), { number, by: idNat });
  await renew();
  await w.settle();
  await w.advance(DELIVERED);
  const [next] = await cards.cardsOf(ctx(), { holder: idNat });
  expect(next).toMatchObject({ replaces: number, standing: 'sent' });
  expect(await refusalOf(renew())).toBe(cards.errors.alreadyFollowed().code);
  const lost = { cardNumber: next?.number ?? '', reason: 'card-not-received', by: idNat } as const;
  await cards.declareIncident(ctx(), lost);
  await cards.cancelOrder(ctx(), {
    orderId: (await cards.ordersOf(ctx(), { holder: idNat }))[0]?.orderId ?? '',
    reason: 'holder',
  });
  expect((await renew()).orderId).toMatch(/-/);
});

describe('the cards of staff', () => {
  it('S3-43 exist as CPE beside CPS and CPF, each by its own rules', async () => {
    const { id } = await hospital('970000019');
    const { orderId } = await employee(id);
    await w.settle();
    const [order] = await cards.ordersOf(ctx(), { structures: [id] });
    expect(order).toMatchObject({
      orderId,
      type: 'CPE',
      idNat: expect.stringMatching(/^3970000019\/CPET\d{5}$/),
    });
    const intern = await w.register('CNOM', somebody({ category: 'E' }));
    expect(await cards.ordersOf(ctx(), { holder: intern.idNat })).toMatchObject([
      { type: 'CPF', via: 'ordre' },
    ]);
    const doctor = await w.register('CNOM', somebody());
    expect(await cards.ordersOf(ctx(), { holder: doctor.idNat })).toMatchObject([{ type: 'CPS' }]);
    const own = employee(id, { holder: { idNat: doctor.idNat } });
    expect(await refusalOf(own)).toBe(errors.notForThem('own-card').code);
    const cpf = {
      type: 'CPF',
      holder: { idNat: doctor.idNat },
      orderedBy: doctor.idNat,
      via: 'ma-carte',
    } as const;
    expect(await refusalOf(cards.orderCard(ctx(), cpf))).toBe(errors.notForThem('other-card').code);
  });

  it('bear a name or that of a service, go to the structure, and need its contract', async () => {
    const { id } = await hospital('970000035');
    await employee(id, { nominative: false, holder: { familyName: 'Accueil' } });
    await w.advance(DELIVERED);
    const [service] = await cards.cardsOf(ctx(), { structures: [id] });
    expect(service).toMatchObject({ nominative: false, familyName: 'Accueil', standing: 'sent' });
    const [letter] = await cards.letters(ctx(), service?.idNat);
    expect(letter?.to).toEqual(['Accueil', '7 Rue DES LETTRES', '76000 Rouen']);
    expect(await refusalOf(employee(id, { holder: { familyName: 'Seul' } }))).toBe(errors.noName().code);
    const bare = await entity(ctx(), '970000027', { contract: false });
    expect(await refusalOf(employee(bare.id))).toBe(errors.notForThem('no-contract').code);
    expect(await refusalOf(employee('F000000000'))).toBe(errors.notForThem('no-structure').code);
    expect(await refusalOf(employee(id, { via: 'tops' }))).toBe(errors.notForThem('not-own-practice').code);
  });
});
