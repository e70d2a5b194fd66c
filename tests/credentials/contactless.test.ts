import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cards, contactless, ecps } from '../../src/modules/credentials/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { createCard } from '../../src/sandbox/cards.js';
import { type CardsWorld, cardsWorld, DELIVERED, somebody } from './cards-world.js';
import { refusalOf } from './world.js';

let w: CardsWorld;

beforeAll(async () => {
  w = await cardsWorld();
});
afterAll(() => w.stop());

const { errors } = contactless;
const ctx = () => w.app.ctx;
const key = () => contactless.readerKey(ctx());
const foreign = () => key().replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
const readings = async (idNat: string) =>
  (await journalOf(ctx(), idNat))
    .filter(({ act }) => act === 'credentials.read-badge')
    .map(({ outcome, reason }) => reason ?? outcome)
    .reverse();

async function doctorWithCard() {
  const { idNat } = await w.register('CNOM', somebody());
  return { idNat, card: await createCard(ctx(), { idNat }) };
}

describe('a badge', () => {
  it('S4-64 of a phone is made when the e-CPS is activated, read at the door, and ends with the e-CPS', async () => {
    const { idNat } = await w.register('CNOM', somebody());
    await w.story.phone(idNat);
    await w.settle();
    const [held] = await contactless.badgesOf(ctx(), idNat);
    const badge = { ecpsId: held?.ecpsId ?? '' };
    const read = await contactless.readBadge(ctx(), badge, key());
    expect(read).toMatchObject({
      identifier: expect.stringMatching(/^04[0-9A-F]{12}$/),
      conformity: 'EAL4+',
    });
    await ecps.endMeans(ctx(), { idNat, reason: 'lost' });
    expect(await refusalOf(contactless.readBadge(ctx(), badge, key()))).toBe(errors.revokedBadge().code);
    expect(await readings(idNat)).toEqual(['done', 'revoked']);
  });

  it('S4-74 of a card is known to a reader, says how it conforms, and is unknown where there is none', async () => {
    const { card } = await doctorWithCard();
    const model = cards.modelOf((await cards.heldCard(ctx(), card.number)).generation);
    expect(await contactless.readBadge(ctx(), { cardNumber: card.number }, key())).toEqual({
      identifier: expect.stringMatching(/^04[0-9A-F]{12}$/),
      technology: model.contactless,
      conformity: 'EAL4+',
    });
    const nothing = contactless.readBadge(ctx(), { cardNumber: '9999999999' }, key());
    expect(await refusalOf(nothing)).toBe(errors.unknownBadge().code);
  });

  it('S4-75 keeps silent without the key of the readers, speaks with it, and each reading is journaled', async () => {
    const { idNat, card } = await doctorWithCard();
    const badge = { cardNumber: card.number };
    for (const wrong of ['', 'azerty', foreign(), `${key()}00`])
      expect(await refusalOf(contactless.readBadge(ctx(), badge, wrong))).toBe(errors.wrongKey().code);
    const { identifier } = await contactless.readBadge(ctx(), badge, key());
    expect(identifier).toMatch(/^04/);
    await cards.opposeCard(ctx(), { number: card.number, reason: 'theft' });
    expect(await refusalOf(contactless.readBadge(ctx(), badge, key()))).toBe(errors.revokedBadge().code);
    expect(await readings(idNat)).toEqual([...Array<string>(4).fill('wrong-key'), 'done', 'revoked']);
    expect(JSON.stringify(await journalOf(ctx(), idNat))).not.toContain(identifier);
  });

  it('is read on the page of a demo reader, which says why a door stays closed', async () => {
    const { card } = await doctorWithCard();
    const present = (with_: string) =>
      fetch(`${w.origin}/sandbox/badge`, {
        method: 'POST',
        headers: { origin: w.origin },
        body: new URLSearchParams({ badge: card.number, key: with_ }),
      });
    expect(await w.story.page('/sandbox/badge')).toContain(`value="${key()}"`);
    const [open, closed] = [await present(key()), await present(foreign())];
    expect([open.status, closed.status]).toEqual([200, 422]);
    expect(await open.text()).toContain('La porte s’ouvre');
    expect(await closed.text()).toContain('Le badge refuse ce lecteur');
  });
});

describe('a generation of chips', () => {
  it('S4-72 S4-76 is that of the day on which a card is made: a renewal brings the R3 chip, and the holder only uses it', async () => {
    const now = w.app.clock.now();
    await w.app.clock.set(new Date('2020-01-15T10:00:00Z'));
    const { idNat } = await w.register('CNOM', somebody());
    await w.advance(DELIVERED);
    const [old] = await cards.cardsOf(ctx(), { holder: idNat });
    expect(old).toMatchObject({ generation: 'CPS3', standing: 'sent' });
    expect(cards.modelOf(old?.generation ?? 'CPS4')).toMatchObject({ version: '3.0' });
    await activate(idNat, old?.number ?? '');
    // Three years less the sixty days of notice: nobody asks for anything.
    await w.app.clock.set(new Date('2022-11-10T10:00:00Z'));
    await w.advance(DELIVERED + 30);
    const [renewed, former] = await cards.cardsOf(ctx(), { holder: idNat });
    expect(renewed).toMatchObject({
      generation: 'CPS3.3',
      standing: 'sent',
      via: 'renewal',
      replaces: old?.number,
    });
    expect(cards.modelOf('CPS3.3')).toMatchObject({ chip: 'R3', version: '3.3', conformity: 'EAL4+' });
    expect(former).toMatchObject({ number: old?.number, standing: 'active' });
    await activate(idNat, renewed?.number ?? '');
    const standings = (await cards.cardsOf(ctx(), { holder: idNat })).map(({ standing }) => standing);
    expect(standings).toEqual(['active', 'opposed']);
    await w.app.clock.set(now);
  });
});

/** The holder types the code of the letter: all there is to do. */
async function activate(idNat: string, number: string): Promise<void> {
  const codes = (await cards.letters(ctx(), idNat)).find(
    ({ kind, cardNumber }) => kind === 'codes' && cardNumber === number,
  );
  const { content } = await cards.letterOf(ctx(), codes?.id ?? '');
  await cards.proveHolder(ctx(), { number, pin: content.pin ?? '', purpose: 'essai' });
}
