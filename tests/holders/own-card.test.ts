import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cards } from '../../src/modules/credentials/index.js';
import { makeRpps } from '../../src/modules/nomenclatures/index.js';
import { messages } from '../../src/sandbox/inbox.js';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import { formatDate } from '../../src/ui/index.js';
import { type CardsWorld, cardsWorld, somebody } from '../credentials/cards-world.js';
import { browserOf, opens, textOf } from './portal-browser.js';

let w: CardsWorld;

beforeAll(async () => {
  w = await cardsWorld();
});
afterAll(() => w.stop());

const HOME = '/ma-carte';
const ctx = () => w.app.ctx;
const ordersOf = (holder: string) => cards.ordersOf(ctx(), { holder });
const nurse = () => w.register('ONI', somebody({ profession: '60', mode: 'S' }));
const salaried = () => w.register('ARS-28', somebody({ profession: '93', mode: 'S' }));
const at = (browser: HttpBrowser) => browser.go(w.origin + HOME);

/** As `textOf` reads it. */
const plain = (text: string) => text.replaceAll(/\s/g, ' ');

/** Orders on the page, with a number; out: what the page says then. */
async function order(browser: HttpBrowser, numero: string): Promise<string> {
  await browser.go(`${w.origin}${HOME}/commande`);
  await browser.submit({ numero }, `${HOME}/commande`);
  return textOf(browser);
}

describe('Ma Carte', () => {
  it('S1-25 ends with a usable means in each of the three ways, shows the order meanwhile, and gives no second card', async () => {
    const doctor = await w.register('CNOM', somebody());
    const automatic = await browserOf(w, doctor.idNat);
    expect(textOf(await at(automatic))).toMatch(/CPS commandée.*Validée Fait/);
    const ordering = await nurse();
    const asked = await browserOf(w, ordering.idNat);
    expect(textOf(await at(asked))).not.toContain('commandée pour');
    expect(await order(asked, ordering.rpps)).toContain('La carte est commandée');
    const byPhone = await nurse();
    expect((await w.story.phone(byPhone.idNat)).id).toBeTruthy();

    await w.advance(10);
    for (const [browser, idNat] of [
      [automatic, doctor.idNat],
      [asked, ordering.idNat],
    ] as const) {
      expect(textOf(await at(browser))).toMatch(/Lettre des codes envoyée Fait/);
      expect([idNat, await opens(w, idNat)]).toEqual([idNat, true]);
      expect(textOf(await at(browser))).toContain('En service');
      // A card is held: the order leads nowhere, and nothing is ordered.
      await browser.go(`${w.origin}${HOME}/commande`);
      expect(browser.url).toBe(w.origin + HOME);
      expect(await ordersOf(idNat)).toHaveLength(1);
    }
  });

  it('S1-26 lets a salaried psychologist, who gets no card by himself, order it, follow it and declare it lost', async () => {
    const { idNat, rpps } = await salaried();
    expect(await ordersOf(idNat)).toEqual([]);
    const browser = await browserOf(w, idNat);
    expect(textOf(await at(browser))).toContain('c’est à vous de la commander');
    await order(browser, rpps);
    expect(textOf(browser)).toMatch(/En fabrication En attente Prévu le|En fabrication En cours Prévu le/);
    await w.advance(10);
    expect(await opens(w, idNat)).toBe(true);
    await at(browser);
    await browser.submit({}, `${HOME}/incident`);
    await browser.submit({ raison: '' }, `${HOME}/incident`);
    expect([browser.status, textOf(browser).includes('Choisissez ce qui est arrivé')]).toEqual([422, true]);
    await browser.submit({ raison: 'loss' }, `${HOME}/incident`);
    expect(textOf(browser)).toContain('Une opposition ne se défait pas');
    expect((await cards.cardsOf(ctx(), { holder: idNat }))[0]?.standing).toBe('active');
    await browser.submit({}, `${HOME}/incident`);
    expect(textOf(browser)).toContain(
      'La carte est en opposition et n’ouvre plus rien. Une autre est commandée.',
    );
    const [lost] = await cards.cardsOf(ctx(), { holder: idNat });
    expect(lost?.standing).toBe('opposed');
    expect((await ordersOf(idNat))[0]).toMatchObject({ via: 'replacement', replaces: lost?.number });
  });

  it('tells who declares a faulty card that the next one has left, on which day, and orders none', async () => {
    const { idNat } = await w.register('CNOM', somebody());
    await w.advance(10);
    expect(await opens(w, idNat)).toBe(true);
    const [old] = await cards.cardsOf(ctx(), { holder: idNat });
    await cards.renewCard(ctx(), { number: old?.number ?? '', by: idNat });
    const browser = await browserOf(w, idNat);
    const declare = async () => {
      await at(browser);
      const fields = { carte: old?.number ?? '', raison: 'malfunction', demande: 'oui', confirme: 'non' };
      await browser.submit(fields, `${HOME}/incident`);
      const asked = textOf(browser);
      await browser.submit({}, `${HOME}/incident`);
      return [asked, textOf(browser)];
    };
    await w.settle();
    const [next] = await ordersOf(idNat);
    for (const said of await declare()) {
      expect(said).toContain('Celle qui la remplace est déjà en route.');
      expect(said).toContain(`Elle partira le ${plain(formatDate(next?.expected.card ?? ''))}.`);
    }
    await w.advance(10);
    const [fresh] = await cards.cardsOf(ctx(), { holder: idNat });
    for (const said of await declare())
      expect(said).toContain(`Elle est partie le ${plain(formatDate(fresh?.cardSentAt ?? ''))}.`);
    expect(await ordersOf(idNat)).toHaveLength(2);
    await browser.go(`${w.origin}${HOME}?fait=suivie&partie=<b>`);
    expect(textOf(browser)).not.toContain('Elle est partie');
  });

  it('S3-61 asks for the RPPS number, which the public directory gives from the name, and refuses another', async () => {
    const record = somebody({ profession: '93', mode: 'S' });
    const me = await w.register('ARS-28', record);
    const other = await salaried();
    const browser = await browserOf(w, me.idNat);
    expect(await order(browser, other.rpps)).toContain('Ce n’est pas votre numéro');
    expect(await order(browser, '12345678901')).toContain('Ce n’est pas votre numéro');
    expect([browser.status, await ordersOf(me.idNat)]).toEqual([422, []]);
    expect(browser.body).toContain('href="/annuaire"');
    const [{ name }] = record.exercises as [{ name: string }];
    const found = await w.story.page(`/annuaire?q=${encodeURIComponent(name)}`);
    const number = new RegExp(me.rpps).exec(found)?.[0] ?? '';
    expect(await order(browser, number)).toContain('La carte est commandée');
    expect(await ordersOf(me.idNat)).toHaveLength(1);
  });

  it('S3-64 orders no card outside the public list: a role professional is shown the e-CPS instead', async () => {
    const [{ name, givenName }] = somebody().exercises as [{ name: string; givenName: string }];
    const activities = [{ key: 'a1', mode: 'S', genre: 'GENR01', sector: 'SA07', role: '331' }];
    const exercises = [{ profession: '99', category: 'C', name, givenName, activities }];
    const { idNat, rpps } = await w.register('ENREG', { ...somebody(), exercises });
    const list = await w.story.page('/moyens-d-identification/eligibles');
    expect(list).toContain('e-CPS seulement');
    const browser = await browserOf(w, idNat);
    expect(textOf(await at(browser))).toContain('vous avez droit à l’e-CPS');
    await browser.go(`${w.origin}${HOME}/commande`);
    expect(browser.url).toBe(w.origin + HOME);
    const wanted = { type: 'CPS', holder: { idNat }, orderedBy: idNat, via: 'ma-carte' } as const;
    await expect(cards.orderCard(ctx(), wanted)).rejects.toMatchObject({ data: { why: 'not-eligible' } });
    const sent = await fetch(`${w.origin}${HOME}/commande`, {
      ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ numero: rpps }) },
      headers: { origin: w.origin, cookie: browser.cookieFor(w.origin) },
    });
    expect([sent.status, await ordersOf(idNat)]).toEqual([303, []]);
  });

  it('brings the chip of the card up to date with the register, says when nothing is new, and takes no other card', async () => {
    const [record, other] = [somebody(), await w.register('CNOM', somebody())];
    const { idNat, rpps, etag } = await w.register('CNOM', record);
    await w.advance(10);
    const browser = await browserOf(w, idNat);
    await at(browser);
    await browser.submit({}, `${HOME}/puce`);
    expect(textOf(browser)).toContain('Rien de nouveau');
    const [before] = await cards.cardsOf(ctx(), { holder: idNat });
    const [exercise] = record.exercises as [Record<string, unknown>];
    await w.story.patch('CNOM', rpps, etag, { exercises: [{ ...exercise, skills: [] }] });
    await w.settle();
    await at(browser);
    await browser.submit({}, `${HOME}/puce`);
    expect(textOf(browser)).toContain('La puce dit maintenant');
    const [after] = await cards.cardsOf(ctx(), { holder: idNat });
    expect(after?.contentAt?.getTime()).toBeGreaterThan(before?.contentAt?.getTime() ?? 0);
    const [theirs] = await cards.cardsOf(ctx(), { holder: other.idNat });
    const answer = await fetch(`${w.origin}${HOME}/puce`, {
      ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ carte: theirs?.number ?? '' }) },
      headers: { origin: w.origin, cookie: browser.cookieFor(w.origin) },
    });
    expect(answer.status).toBe(404);
  });

  it('opens by a mail link and an SMS code to who has no means, at no other door; an unknown number gets the same answer and no mail', async () => {
    const { idNat, rpps } = await nurse();
    const browser = new HttpBrowser();
    await at(browser);
    await browser.submit({ identifiant: makeRpps('9970000000') }, `${HOME}/connexion`);
    const unknown = [browser.status, browser.url, textOf(browser)];
    await w.settle();
    expect(
      (await messages(w.app.database.db, undefined, 20)).some(({ text }) => text.includes('/ma-carte/lien')),
    ).toBe(false);
    await at(browser);
    await browser.submit({ identifiant: rpps }, `${HOME}/connexion`);
    expect([browser.status, browser.url, textOf(browser)]).toEqual(unknown);
    expect(browser.url).toBe(`${w.origin}${HOME}/lien-envoye`);
    await w.settle();
    const text = async (channel: string) =>
      (await messages(w.app.database.db, undefined, 20)).find((one) => one.channel === channel)?.text ?? '';
    const link = /\/ma-carte\/lien\/[\w-]+/.exec(await text('mail'))?.[0] ?? '';
    await browser.go(w.origin + link.replace(HOME, '/ordres/oni'));
    await browser.submit({}, '/lien/');
    expect(browser.status).toBe(410);
    await browser.go(w.origin + link);
    await browser.submit({}, '/lien/');
    await w.settle();
    await browser.submit({ code: /\b\d{6}\b/.exec(await text('sms'))?.[0] ?? '' }, '/code');
    expect([browser.url, textOf(browser).includes('Commander ma CPS')]).toEqual([w.origin + HOME, true]);
    expect(await order(browser, rpps)).toContain('La carte est commandée');
    expect(await ordersOf(idNat)).toHaveLength(1);
    // Such a session opens the wallet of Pro Santé Connect to nobody.
    await browser.go(`${w.origin}/portefeuille`, (url) => url.includes('/auth/'));
    expect(browser.url).not.toContain('/portefeuille');
  });

  it('shows and takes no card nor order of anybody else', async () => {
    const [mine, theirs] = [await w.register('CNOM', somebody()), await w.register('CNOM', somebody())];
    await w.advance(10);
    const [card] = await cards.cardsOf(ctx(), { holder: theirs.idNat });
    const [theirOrder] = await ordersOf(theirs.idNat);
    const browser = await browserOf(w, mine.idNat);
    expect((await at(browser)).body).not.toContain(card?.number);
    for (const [path, fields] of [
      ['incident', { carte: card?.number ?? '', raison: 'theft', demande: 'oui', confirme: 'oui' }],
      ['renouvellement', { carte: card?.number ?? '', confirme: 'oui' }],
      ['annulation', { commande: theirOrder?.orderId ?? '', confirme: 'oui' }],
    ] as const) {
      const answer = await fetch(`${w.origin}${HOME}/${path}`, {
        ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) },
        headers: { origin: w.origin, cookie: browser.cookieFor(w.origin) },
      });
      expect([path, answer.status]).toEqual([path, 404]);
    }
    expect((await cards.cardsOf(ctx(), { holder: theirs.idNat }))[0]?.standing).toBe('sent');
    expect(await ordersOf(theirs.idNat)).toHaveLength(1);
  });
});
