import { decodeJwt } from 'jose';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cards, ecps } from '../../src/modules/credentials/index.js';
import type { EntryPerson } from '../../src/modules/directory/index.js';
import { registerService } from '../../src/modules/identity-provider/index.js';
import { demoOrigins } from '../../src/sandbox/demo-services/index.js';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import { Browser } from './browser.js';
import { CardReader } from './card-reader.js';
import { BACK, type CardHolder, CardWorld, otherPin } from './card-world.js';
import { person, personas } from './personas.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: CardWorld;
let both: CardHolder;
let phone: { id: string };

beforeAll(async () => {
  w = await CardWorld.open();
  both = await w.withCard();
  phone = await w.story.phone(both.idNat);
});
afterAll(() => w.stop());

const userinfo = (back: URL) => w.userinfoOf(back);

/** Signs in with the phone in a browser of its own. */
async function byPhone(idNat: string, phoneId: string, browser = new HttpBrowser()) {
  const { tokens } = await w.story.signIn(idNat, phoneId, browser);
  return { tokens, claims: await w.story.userinfo(tokens.access_token ?? '') };
}

/** Somebody in the copies of the directory and of Pro Santé Connect, with a card of that kind. */
async function holderOf(entry: EntryPerson, type: cards.CardType): Promise<CardHolder> {
  await sql`insert into identity_provider.people (id_nat, version, active, person, updated_at)
    values (${entry.idNat}, 1, true, ${JSON.stringify(entry)}::jsonb, now())`.execute(w.t.app.ctx.db);
  const { pkcs12, password, ...card } = await cards.issueCard(w.t.app.ctx, {
    type,
    holder: { idNat: entry.idNat, givenName: 'Camille', familyName: 'EXEMPLE', title: 'Essai' },
  });
  return { idNat: entry.idNat, card, reader: new CardReader(w.ca, { pfx: pkcs12, passphrase: password }) };
}

describe('the e-CPS and the card', () => {
  it('S1-05 S3-106 open every demo service, under one sub and one idNat; without either nobody enters', async () => {
    const known = new Set<unknown>();
    for (const [index, origin] of demoOrigins(w.t.app).entries()) {
      const departure = await fetch(`${origin}/connexion`, { redirect: 'manual' });
      const asked = new URL(departure.headers.get('location') ?? '');
      expect([index, asked.origin]).toEqual([index, w.t.origin]);
      const client = { clientId: asked.searchParams.get('client_id') ?? '' };
      const { page, href } = await w.onCardTab(client, `${origin}/retour`);
      expect((await new CardReader(w.ca).get(href)).status).toBe(403);
      const proved = await both.reader.post(href, { pin: both.card.pin });
      expect(proved.status).toBe(303);
      const browser = new Browser(w.t.origin);
      const other = await browser.follow(asked.href);
      const waiting = await browser.follow(other.url.href, { idNat: both.idNat });
      await w.story.answer(phone.id);
      const back = (await browser.follow(waiting.url.href)).url;
      expect([back.origin, back.searchParams.has('code')]).toEqual([origin, true]);
      expect(page).not.toBe(other.url.href);
    }
    const card = await userinfo(await w.byCard(both));
    const { claims } = await byPhone(both.idNat, phone.id);
    for (const { sub, SubjectNameID } of [card, claims]) known.add(`${sub} ${SubjectNameID}`);
    expect(known.size).toBe(1);
    expect([card.authMode, claims.authMode]).toEqual(['CARD', 'MOBILE']);
  });

  it('S3-71 S3-83 both give two factors: the thing and its code, and one of them alone opens nothing', async () => {
    const { href, browser, page } = await w.onCardTab();
    expect((await both.reader.post(href, { pin: '' })).status).toBe(422);
    expect((await browser.go(`${page}/carte/retour?code=`)).status).toBe(403);
    const tokens = await w.tokensOf(await w.byCard(both));
    expect(decodeJwt(tokens.id_token ?? '').acr).toBe('eidas1');

    const waiting = await browser.follow(page, { idNat: both.idNat });
    const answered = await fetch(`${w.t.origin}/sandbox/api/phones/${phone.id}/requests`);
    const [request] = (await answered.json()) as { id: string }[];
    const wrong = await fetch(`${w.t.origin}/sandbox/api/phones/${phone.id}/requests/${request?.id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ decision: 'approve', code: '1590' }),
    });
    expect(wrong.ok).toBe(false);
    expect((await browser.follow(waiting.url.href)).url.searchParams.has('code')).toBe(false);
    await w.story.answer(phone.id);
    expect((await browser.follow(waiting.url.href)).url.searchParams.has('code')).toBe(true);
  });

  it('S3-107 the card asks its code; three wrong ones block it and the way to unblock it is shown', async () => {
    const holder = await w.withCard();
    const { href } = await w.onCardTab();
    expect((await holder.reader.get(href)).body).toContain('Code de votre carte');
    const wrong = { pin: otherPin(holder.card.pin) };
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await holder.reader.post(href, wrong)).status);
    expect(statuses).toEqual([422, 422, 423]);
    const blocked = await holder.reader.post(href, { pin: holder.card.pin });
    expect([blocked.status, blocked.location]).toEqual([423, '']);
    expect(blocked.body).toContain('Code de déblocage à huit chiffres');
    expect(
      (await holder.reader.post(`${href}/deblocage`, { puk: holder.card.puk, pin: '2580' })).status,
    ).toBe(303);
    expect((await holder.reader.post(href, { pin: '2580' })).status).toBe(303);
  });

  it('S4-50 the holder of both chooses at each sign-in; ending one leaves the other', async () => {
    const holder = await w.withCard();
    const own = await w.story.phone(holder.idNat);
    expect((await userinfo(await w.byCard(holder))).authMode).toBe('CARD');
    expect((await byPhone(holder.idNat, own.id)).claims.authMode).toBe('MOBILE');
    await cards.opposeCard(w.t.app.ctx, { number: holder.card.number, reason: 'loss' });
    const { href, browser, page } = await w.onCardTab();
    expect((await holder.reader.get(href)).status).toBe(403);
    expect((await byPhone(holder.idNat, own.id)).claims.authMode).toBe('MOBILE');

    await ecps.endMeans(w.t.app.ctx, { idNat: both.idNat, reason: 'lost' });
    expect((await browser.go(page, { idNat: both.idNat })).status).toBe(422);
    expect((await userinfo(await w.byCard(both))).authMode).toBe('CARD');
    phone = await w.story.phone(both.idNat);
  });

  it('S3-77 a CPE signs in, and the token says that it is an identity of that kind', async () => {
    const clerk = await holderOf(personOf('3750821092/CPET00001'), 'CPE');
    const tokens = await w.tokensOf(await w.byCard(clerk));
    expect(decodeJwt(tokens.access_token ?? '')).toMatchObject({ authMode: 'CARD', acr: 'eidas1' });
    const claims = await w.story.userinfo(tokens.access_token ?? '');
    expect(claims.SubjectNameID).toMatch(/^3750821092\//);
    expect(claims).not.toHaveProperty('SubjectRefPro');
    await cards.opposeCard(w.t.app.ctx, { number: clerk.card.number, reason: 'theft' });
    expect((await clerk.reader.get((await w.onCardTab()).href)).status).toBe(403);
  });

  it('S4-39 serves every kind of holder: each signs in, activates an e-CPS, and keeps the prefix of the identifier', async () => {
    const holders: readonly [string, EntryPerson, cards.CardType][] = [
      ['CPS RPPS', { ...doctor, idNat: '899780000180', version: 1 }, 'CPS'],
      ['CPS ADELI', { ...doctor, idNat: '0751234568', version: 1 }, 'CPS'],
      ['liberal CPE', personOf('699780000016001/0000000001'), 'CPE'],
      ['structure CPE', personOf('3750821092/CPET00009'), 'CPE'],
      ['CPF', { ...doctor, idNat: '899780000198', version: 1 }, 'CPF'],
    ];
    for (const [kind, entry, type] of holders) {
      const holder = await holderOf(entry, type);
      const byCard = await userinfo(await w.byCard(holder));
      const own = await w.story.phone(entry.idNat);
      const { claims } = await byPhone(entry.idNat, own.id);
      expect([kind, byCard.SubjectNameID, claims.SubjectNameID]).toEqual([kind, entry.idNat, entry.idNat]);
      expect([kind, byCard.sub === claims.sub]).toEqual([kind, true]);
    }
    const { page, browser } = await w.onCardTab();
    expect((await browser.go(page, { idNat: '799700000001234/X' })).status).toBe(422);
  });
});

const personOf = (idNat: string): EntryPerson => person(idNat, 'STRUCTURE', {});

describe('applications and places', () => {
  it('S4-36 a mobile, a desktop and a web application sign in by the same provider, each by its own way only', async () => {
    const made = async (name: string, redirectUri: string, options = {}) =>
      registerService(w.t.app.ctx, { name, redirectUris: [redirectUri], requirePkce: true, options });
    const mobile = await made('Application mobile', 'http://127.0.0.1/retour');
    const web = await made('Site', 'https://site.example/retour');
    const desktop = await made('Logiciel', 'https://logiciel.example/retour', { ciba: { delivery: 'poll' } });
    const identities = [];
    for (const service of [mobile, web]) identities.push(await throughBrowser(service));
    const rp = await discovered(desktop);
    const begun = await oidc.initiateBackchannelAuthentication(rp, {
      ...{ scope: 'openid scope_all', login_hint: both.idNat, binding_message: '42', acr_values: 'eidas1' },
    });
    await w.story.answer(phone.id);
    const tokens = await oidc.pollBackchannelAuthenticationGrant(rp, begun);
    identities.push(tokens.claims()?.sub);
    expect(new Set(identities).size).toBe(1);
    const none = oidc.initiateBackchannelAuthentication(await discovered(web), {
      ...{ scope: 'openid scope_all', login_hint: both.idNat, binding_message: '42', acr_values: 'eidas1' },
    });
    await expect(none).rejects.toMatchObject({ error: 'unauthorized_client' });
  });

  it('S4-49 a telephone, a tablet and two workstations each have a session of the same kind, and end alone', async () => {
    const places = [];
    for (let i = 0; i < 4; i += 1) places.push((await byPhone(both.idNat, phone.id)).tokens);
    const sids = places.map((tokens) => String((tokens as { session_state?: string }).session_state));
    expect(new Set(sids).size).toBe(4);
    await fetch(`${w.story.issuer}/protocol/openid-connect/logout?id_token_hint=${places[0]?.id_token}`);
    const left = await Promise.all(
      places.map((tokens) =>
        w.story.userinfo(tokens.access_token ?? '').then(
          ({ SubjectNameID }) => SubjectNameID === both.idNat,
          () => false,
        ),
      ),
    );
    expect(left).toEqual([false, true, true, true]);
  });
});

const discovered = (service: { clientId: string; clientSecret: string }) =>
  oidc.discovery(new URL(w.story.issuer), service.clientId, service.clientSecret, undefined, {
    execute: [oidc.allowInsecureRequests],
  });

/** The code flow with PKCE; out: the sub. */
async function throughBrowser(service: Awaited<ReturnType<typeof registerService>>): Promise<unknown> {
  const rp = await discovered(service);
  const [verifier, state] = [oidc.randomPKCECodeVerifier(), oidc.randomState()];
  const url = oidc.buildAuthorizationUrl(rp, {
    ...{
      redirect_uri: service.redirectUris[0] ?? BACK,
      scope: 'openid scope_all',
      acr_values: 'eidas1',
      state,
    },
    ...{ code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
  });
  const browser = new Browser(w.t.origin);
  const page = await browser.follow(url.href);
  const waiting = await browser.follow(page.url.href, { idNat: both.idNat });
  await w.story.answer(phone.id);
  const back = (await browser.follow(waiting.url.href)).url;
  const tokens = await oidc.authorizationCodeGrant(rp, back, {
    pkceCodeVerifier: verifier,
    expectedState: state,
  });
  return tokens.claims()?.sub;
}

describe('the account of the Annuaire, where a card is asked for', () => {
  it('S0-35 opens by CPS and by CPA; an e-CPS, another card, or no sign-in at all is refused on this page', async () => {
    Object.assign(w.t.app.ctx.config, { accountByCard: true });
    const agent = await holderOf(personOf('3750821092/CPAT00003'), 'CPA');
    const clerk = await holderOf(personOf('3750821092/CPET00004'), 'CPE');
    const opened = [];
    for (const holder of [both, agent, clerk])
      opened.push(await accountStatus((page) => cardAnswer(page, holder)));
    // The agent of a structure has no record in the Annuaire: the door lets in, the file is not there.
    expect(opened).toEqual([200, 404, 403]);
    const byPhone = await accountStatus(async (page, browser) => {
      const waiting = await browser.follow(page, { idNat: both.idNat });
      await w.story.answer(phone.id);
      return waiting.url.href;
    });
    expect(byPhone).toBe(403);
    const nobody = await fetch(`${w.t.origin}/annuaire/compte`, {
      redirect: 'manual',
      headers: { accept: 'text/html' },
    });
    expect(nobody.headers.get('location')).toContain('/connexion');
    Object.assign(w.t.app.ctx.config, { accountByCard: false });
  });
});

/** Signs in to the portals, then opens the account. `show`: shows the means; out: where the browser goes on. */
async function accountStatus(show: (page: string, browser: Browser) => Promise<string>): Promise<number> {
  const browser = new Browser(w.t.origin);
  const page = await browser.follow('/connexion/psc?retour=/annuaire/compte');
  const next = await show(page.url.href, browser);
  return (await browser.follow(next)).answer.status;
}

async function cardAnswer(page: string, holder: CardHolder): Promise<string> {
  const href = `${w.t.app.config.cardOrigin}/carte/${page.split('/').at(-1)}`;
  return (await holder.reader.post(href, { pin: holder.card.pin })).location;
}
