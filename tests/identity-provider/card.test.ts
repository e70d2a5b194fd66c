import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { cards, igc } from '../../src/modules/credentials/index.js';
import { registerService } from '../../src/modules/identity-provider/index.js';
import type { Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Browser } from './browser.js';
import { CardReader } from './card-reader.js';
import { BACK, type CardHolder, type CardWorld, otherPin, useCardWorld } from './card-world.js';

const OTHER_YEARS = 6.1 * 365.25 * 86_400_000;
let w: CardWorld;
let t: TestApp;
let story: Story;
let ca: string;

useCardWorld((made) => {
  w = made;
  ({ t, story, ca } = w);
});

const person = () => w.person();
const order = (idNat: string, type?: string) => w.order(idNat, type);
const withCard = () => w.withCard();
const onCardTab = () => w.onCardTab();
const userinfoOf = (back: URL) => w.userinfoOf(back);
const other = otherPin;
const isBack = (url: URL) => url.href.startsWith(BACK) && url.searchParams.has('code');
const signInByCard = async (holder: CardHolder) => userinfoOf(await w.byCard(holder));

describe('the provider and the means', () => {
  it('S4-37 the provider works with a card only and the e-CPS works with the provider; neither stands for the other', async () => {
    const [byCard, byPhone] = [await withCard(), await person()];
    const withoutPhone = await onCardTab();
    expect((await withoutPhone.browser.go(withoutPhone.page, { idNat: byCard.idNat })).status).toBe(422);
    expect(await signInByCard(byCard)).toMatchObject({ SubjectNameID: byCard.idNat, authMode: 'CARD' });

    const phone = await story.phone(byPhone);
    const { tokens } = await story.signIn(byPhone, phone.id);
    expect(await story.userinfo(tokens.access_token ?? '')).toMatchObject({ authMode: 'MOBILE' });
    const withoutCard = await onCardTab();
    const refused = await new CardReader(ca).get(withoutCard.href);
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('Aucune carte n’a été présentée');

    const withNothing = await person();
    expect((await withoutCard.browser.go(withoutCard.page, { idNat: withNothing })).status).toBe(422);
    expect((await withoutCard.browser.go(`${withoutCard.page}/carte/retour?code=`)).status).toBe(403);
  });
});

describe('a sign-in by card', () => {
  it('names the same person as by e-CPS, with the same acr', async () => {
    const holder = await withCard();
    const card = await signInByCard(holder);
    const phone = await story.phone(holder.idNat);
    const { tokens } = await story.signIn(holder.idNat, phone.id);
    const { authMode: _, ...mobile } = await story.userinfo(tokens.access_token ?? '');
    const { authMode, ...rest } = card;
    expect([authMode, rest]).toEqual(['CARD', mobile]);
  });

  it('asks the code on a page of its own that may lead back to the provider and the service only', async () => {
    const holder = await withCard();
    const { href } = await onCardTab();
    const page = await holder.reader.get(href);
    expect(page.status).toBe(200);
    expect(page.body).toMatch(/Code de votre carte[\s\S]*CPS[\s\S]*Camille/);
    expect(page.headers['content-security-policy']).toContain(
      `form-action 'self' ${t.origin} ${new URL(BACK).origin}`,
    );
    expect(page.headers['strict-transport-security']).toBeUndefined();
    expect(page.headers['set-cookie']).toBeUndefined();
    // The card's port has no other page: what leads elsewhere names the program's origin.
    expect(page.body).not.toMatch(/href="\/(?!assets\/|")/);
    const theme = /href="(\/assets\/theme\.css[^"]*)"/.exec(page.body)?.[1] ?? '';
    expect((await holder.reader.get(new URL(theme, href).href)).status).toBe(200);
    expect((await holder.reader.post(href, { pin: '12' })).status).toBe(422);
    expect((await holder.reader.post(href, { pin: holder.card.pin }, 'https://pirate.example')).status).toBe(
      403,
    );
    expect((await holder.reader.get(new URL('/carte/inconnu', href).href)).status).toBe(400);
    expect((await holder.reader.get(new URL('/ailleurs', href).href)).status).toBe(404);
  });

  it('lets one of twenty parallel arrivals collect the proof, in the browser that began only', async () => {
    const holder = await withCard();
    const { browser, href } = await onCardTab();
    const { location } = await holder.reader.post(href, { pin: holder.card.pin });
    expect(location).toMatch(/\/carte\/retour\?code=[\w-]{43}$/);
    expect(location).not.toContain(holder.idNat);
    const stranger = await new Browser(t.origin).go(location);
    expect(stranger.status).toBe(400);
    const thief = await onCardTab();
    const stolen = await thief.browser.go(`${thief.page}/carte/retour${new URL(location).search}`);
    expect(stolen.status).toBe(403);
    const ends = await Promise.all(Array.from({ length: 20 }, () => browser.follow(location)));
    expect(ends.filter(({ url }) => isBack(url))).toHaveLength(1);
    expect((await browser.follow(location)).answer.status).toBe(400);
  });

  it('needs the card at each request: opposed or expired meanwhile, it proves nothing more', async () => {
    const holder = await withCard();
    const { browser, href } = await onCardTab();
    expect((await holder.reader.get(href)).status).toBe(200);
    const now = t.app.clock.now();
    await t.app.clock.set(new Date(now.getTime() + OTHER_YEARS));
    const expired = await holder.reader.get(href);
    await t.app.clock.set(now);
    expect([expired.status, expired.body]).toEqual([403, expect.stringContaining('Votre carte a expiré')]);
    const { location } = await holder.reader.post(href, { pin: holder.card.pin });
    await cards.opposeCard(t.app.ctx, { number: holder.card.number, reason: 'theft' });
    expect((await browser.follow(location)).answer.status).toBe(403);
    for (const answer of [
      await holder.reader.get(href),
      await holder.reader.post(href, { pin: holder.card.pin }),
    ]) {
      expect([answer.status, answer.body]).toEqual([403, expect.stringContaining('en opposition')]);
    }
  });

  it('is refused with a card in the name of a service, unless the digital service takes such cards', async () => {
    const holder = await withCard();
    await sql`update credentials.cards set nominative = false where number = ${holder.card.number}`.execute(
      t.app.ctx.db,
    );
    const careful = await onCardTab();
    for (const answer of [
      await holder.reader.get(careful.href),
      await holder.reader.post(careful.href, { pin: holder.card.pin }),
    ])
      expect([answer.status, answer.body]).toEqual([403, expect.stringContaining('au nom de personne')]);
    const options = { nonNominativeCards: true };
    const open = await registerService(t.app.ctx, { name: 'Borne', redirectUris: [BACK], options });
    const { browser, href } = await w.onCardTab(open);
    const proved = await holder.reader.post(href, { pin: holder.card.pin });
    expect(isBack((await browser.follow(proved.location)).url)).toBe(true);
  });

  it('blocks the card at the third wrong code, and gives it back by the unblocking code', async () => {
    const holder = await withCard();
    const { browser, href } = await onCardTab();
    const wrong = { pin: other(holder.card.pin) };
    for (const left of ['2 essais', '1 essai']) {
      const answer = await holder.reader.post(href, wrong);
      expect([answer.status, answer.body]).toEqual([422, expect.stringContaining(left)]);
    }
    expect((await holder.reader.post(href, wrong)).status).toBe(423);
    const late = await holder.reader.post(href, { pin: holder.card.pin });
    expect([late.status, late.location]).toEqual([423, '']);
    const unblock = (puk: string, pin: string) => holder.reader.post(`${href}/deblocage`, { puk, pin });
    expect((await unblock('1234', '2580')).status).toBe(422);
    expect((await unblock(holder.card.puk, '1111')).body).toContain('ne sont pas tous les mêmes');
    expect((await unblock(holder.card.puk, '2580')).status).toBe(303);
    const proved = await holder.reader.post(href, { pin: '2580' });
    const { url } = await browser.follow(proved.location);
    expect(await userinfoOf(url)).toMatchObject({ SubjectNameID: holder.idNat, authMode: 'CARD' });
  });

  it('refuses cards of another authority and certificates that are no card’s, on a page', async () => {
    const elsewhere = await startTestApp();
    const foreign = await cards.issueCard(elsewhere.app.ctx, {
      holder: { idNat: await person(), givenName: 'Camille', familyName: 'ESSAI', title: 'Médecin' },
    });
    await elsewhere.stop();
    const { href } = await onCardTab();
    const answer = await new CardReader(ca, { pfx: foreign.pkcs12, passphrase: foreign.password }).get(href);
    expect([answer.status, answer.body]).toEqual([403, expect.stringContaining('n’est pas reconnue')]);
    const { key, cert } = await igc.serverIdentity(t.app.ctx, 'localhost');
    const server = await new CardReader(ca, { key, cert }).get(href);
    expect([server.status, server.body]).toEqual([
      403,
      expect.stringContaining('n’est pas celui d’une carte'),
    ]);
  });

  it('refuses a holder whom the directory no longer publishes, and says why', async () => {
    const holder = await withCard();
    const { href } = await onCardTab();
    await sql`update identity_provider.people set active = false where id_nat = ${holder.idNat}`.execute(
      t.app.ctx.db,
    );
    const answer = await holder.reader.post(href, { pin: holder.card.pin });
    expect([answer.status, answer.body]).toEqual([
      403,
      expect.stringContaining('pas encore dans l’Annuaire'),
    ]);
  });
});

it('opposes the cards of somebody who leaves the register, and leaves those of others', async () => {
  const [leaver, other] = [await withCard(), await withCard()];
  const { browser, href } = await onCardTab();
  const agent = await story.agentBearer('CNOM');
  const rpps = leaver.idNat.slice(1);
  const file = `${t.origin}/api/authorities/CNOM/registrations/${rpps}`;
  const etag =
    (await fetch(file, { headers: { authorization: `Bearer ${agent}` } })).headers.get('etag') ?? '';
  const closed = await fetch(`${file}/close`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${agent}`, 'content-type': 'application/json' },
      ...{ 'if-match': etag, 'idempotency-key': crypto.randomUUID() },
    },
    body: JSON.stringify({ reason: 'RL' }),
  });
  expect([closed.status, closed.ok ? '' : await closed.text()]).toEqual([200, '']);
  await t.settle();
  expect((await leaver.reader.get(href)).body).toContain('en opposition');
  const { location } = await other.reader.post(href, { pin: other.card.pin });
  expect(isBack((await browser.follow(location)).url)).toBe(true);
});

describe('POST /sandbox/api/cards', () => {
  it('gives a card to a published person, shows it among the means, and refuses a kind that is not theirs', async () => {
    const idNat = await person();
    const { status, card } = await order(idNat);
    expect(status).toBe(201);
    expect(Object.keys(card)).toEqual(
      expect.arrayContaining(['number', 'password', 'pin', 'pkcs12', 'puk', 'type']),
    );
    const people = (await (await fetch(`${t.origin}/sandbox/api/people?limit=50`)).json()) as {
      idNat: string;
      means: string[];
    }[];
    expect(people.find((one) => one.idNat === idNat)?.means).toEqual(['CPS']);
    // A doctor has no card of somebody in training, in a sandbox either.
    for (const other of ['CPE', 'CPF'])
      expect([other, (await order(idNat, other)).status]).toEqual([other, 422]);
    expect((await order('899799999999')).status).toBe(404);
  });
});
