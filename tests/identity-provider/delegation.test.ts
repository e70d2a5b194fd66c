import { sql } from 'kysely';
import type * as oidc from 'openid-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  authoriseEstablishment,
  endPairing,
  type NewEstablishment,
  pairingsOf,
  registerEstablishment,
} from '../../src/modules/identity-provider/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { twentyAtOnce } from '../support/context.js';
import { Browser } from './browser.js';
import { Hospital, type Oddities } from './hospital.js';
import { personas } from './personas.js';
import { ask, redeem, relyingParty } from './relying-party.js';
import { activatePhone, newService, type Phone, publish, type World, world } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let hospital: Hospital;
let phone: Phone;
let rp: oidc.Configuration;

const place = (more: Partial<NewEstablishment> = {}): NewEstablishment => ({
  ...{ code: 'CH-1', name: 'Hôpital des essais', issuer: hospital.issuer, clientId: 'psc' },
  ...{ clientSecret: 'un-secret-de-trente-signes', acceptedAmr: [['sc', 'pin', 'mfa']] },
  ...{ domains: ['ch.example'], pairingDays: 30, ...more },
});

beforeAll(async () => {
  w = await world();
  hospital = await Hospital.open();
  await publish(w, doctor);
  phone = await activatePhone(w, doctor.idNat);
  rp = await relyingParty(w, await newService(w));
  await registerEstablishment(w.ctx, place());
});
afterAll(async () => {
  hospital.close();
  await w.close();
});
afterEach(async () => {
  await registerEstablishment(w.ctx, place());
  await sql`update identity_provider.pairings set ended_at = now(), end_reason = 'operator'
    where ended_at is null`.execute(w.ctx.db);
});

async function start(more: Record<string, string> = {}) {
  const browser = new Browser(w.origin);
  const asked = await ask(rp, more);
  const { url } = await browser.follow(asked.url.href);
  return { browser, asked, page: url };
}

/** To the establishment and back; out: the page reached then. */
async function byHospital(odd: Oddities = {}, began?: Awaited<ReturnType<typeof start>>) {
  const at = began ?? (await start({ kc_idp_hint: 'CH-1' }));
  const sent =
    at.page.origin === hospital.issuer
      ? at.page
      : (await at.browser.follow(`${at.page.href}/delegation/vers/CH-1`)).url;
  const came = await at.browser.follow(hospital.signIn(sent, odd));
  return { ...at, sent, url: came.url, status: came.answer.status, text: await came.answer.text() };
}

/** The e-CPS is shown once, and the account is paired. */
async function pairNow() {
  const at = await byHospital();
  const { origin, pathname } = at.url;
  const page = `${origin}${pathname}`;
  const waiting = await at.browser.follow(page, { idNat: doctor.idNat });
  await phone.answer('approve');
  const asks = await at.browser.follow(waiting.url.href);
  expect(asks.url.pathname).toMatch(/\/delegation\/appairage$/);
  const back = await at.browser.follow(asks.url.href, {});
  return { ...at, back: back.url };
}

const accountId = async () =>
  (
    await sql<{
      id: string;
    }>`select account_id id from identity_provider.people where id_nat = ${doctor.idNat}`.execute(w.ctx.db)
  ).rows[0]?.id ?? '';

describe('the tab of delegation', () => {
  it('S1-04 lists the establishments that stand behind, besides e-CPS and card, and finds them by name', async () => {
    const { browser, page } = await start();
    const tab = await (await browser.go(`${page.href}/delegation`)).text();
    for (const means of ['Application e-CPS', 'Carte', 'Délégation', 'Hôpital des essais'])
      expect(tab).toContain(means);
    const none = await (await browser.go(`${page.href}/delegation?etablissement=ailleurs`)).text();
    expect(none).toContain('Aucun établissement');
    expect((await browser.go(`${page.href}/delegation/vers/INCONNU`)).status).toBe(404);
  });

  it('goes straight to the establishment that the service named, once', async () => {
    const at = await start({ kc_idp_hint: 'CH-1' });
    expect(at.page.origin).toBe(hospital.issuer);
    expect(at.page.searchParams.get('state')).toBeTruthy();
    const cancelled = await at.browser.follow(
      hospital.signIn(at.page, { back: { code: undefined, error: 'access_denied' } as never }),
    );
    expect(cancelled.answer.status).toBe(403);
    expect(await cancelled.answer.text()).toContain('Vous avez annulé');
    const uid = cancelled.url.pathname.split('/')[3];
    const again = await at.browser.follow(`/auth/connexion/${uid}`);
    expect(again.url.origin).toBe(w.origin);
    const unknown = await start({ kc_idp_hint: 'INCONNU' });
    expect(unknown.page.origin).toBe(w.origin);
  });
});

describe('pairing', () => {
  it('asks once for a strong means, then for a confirmation, and says DELEGATION at eidas1', async () => {
    const first = await byHospital();
    expect(first.text).toContain('Vous associez votre compte camille@ch.example');
    const { asked, back } = await pairNow();
    const tokens = await redeem(rp, back, asked);
    expect(tokens.claims()).toMatchObject({ preferred_username: doctor.idNat, acr: 'eidas1' });
    const again = await byHospital();
    expect(again.url.pathname).toMatch(/\/delegation\/confirmation$/);
    expect(again.text).toContain(doctor.idNat);
    const end = await again.browser.follow(again.url.href, {});
    expect((await redeem(rp, end.url, again.asked)).claims()?.preferred_username).toBe(doctor.idNat);
    const visits = await sql<{
      means: string;
    }>`select means from identity_provider.visits order by id desc limit 2`.execute(w.ctx.db);
    expect(visits.rows.map((row) => row.means)).toEqual(['DELEGATION', 'DELEGATION']);
    expect(w.mails.at(-1)?.subject).toBe('Un compte associé à Pro Santé Connect');
    expect((await journalOf(w.ctx, doctor.idNat)).map((line) => line.act)).toContain(
      'identity-provider.pair-account',
    );
  });

  it('lets the person reject: nobody is signed in, and nothing is paired', async () => {
    const at = await byHospital();
    const uid = at.url.pathname.split('/')[3];
    await at.browser.follow(`/auth/connexion/${uid}/delegation/rejeter`, {});
    expect(await (await at.browser.go(`/auth/connexion/${uid}`)).text()).not.toContain('Vous associez');
    expect((await at.browser.go(`/auth/connexion/${uid}/delegation/appairage`, {})).status).toBe(400);
    expect((await at.browser.go(`/auth/connexion/${uid}/delegation/confirmation`, {})).status).toBe(400);
    expect(await pairingsOf(w.ctx, await accountId())).toEqual([]);
  });

  it('needs the strong means: an account alone signs nobody in', async () => {
    const at = await byHospital();
    const uid = at.url.pathname.split('/')[3];
    expect((await at.browser.go(`/auth/connexion/${uid}/delegation/appairage`, {})).status).toBe(400);
    const confirmed = await at.browser.follow(`/auth/connexion/${uid}/delegation/confirmation`, {});
    expect(confirmed.url.origin).toBe(w.origin);
  });

  const ends: readonly [string, () => Promise<unknown>][] = [
    [
      'its time is over',
      async () =>
        sql`update identity_provider.pairings set expires_at = now() - interval '1 second'`.execute(w.ctx.db),
    ],
    [
      'the holder ends it',
      async () => {
        const [one] = await pairingsOf(w.ctx, await accountId());
        expect(await endPairing(w.ctx, { id: one?.id ?? '', accountId: crypto.randomUUID() }, 'holder')).toBe(
          false,
        );
        expect(await endPairing(w.ctx, { id: one?.id ?? '', accountId: await accountId() }, 'holder')).toBe(
          true,
        );
      },
    ],
    [
      'the operator ends it',
      async () =>
        endPairing(w.ctx, { id: (await pairingsOf(w.ctx, await accountId()))[0]?.id ?? '' }, 'operator'),
    ],
  ];
  it.each(ends)('is asked for again once %s', async (_why, end) => {
    await pairNow();
    const before = await byHospital();
    expect(before.url.pathname).toMatch(/confirmation$/);
    await end();
    const late = await before.browser.follow(before.url.href, {});
    expect(late.url.origin).toBe(w.origin);
    expect((await byHospital()).text).toContain('Vous associez votre compte');
  });

  it('is worth nothing while the establishment is not authorised, nor for somebody struck off', async () => {
    await pairNow();
    const before = await byHospital();
    await authoriseEstablishment(w.ctx, { code: 'CH-1', authorised: false, reason: 'essai' });
    expect((await before.browser.follow(before.url.href, {})).url.origin).toBe(w.origin);
    expect((await before.browser.go(`${before.url.href.replace(/confirmation$/, 'vers/CH-1')}`)).status).toBe(
      404,
    );
    await authoriseEstablishment(w.ctx, { code: 'CH-1', authorised: true, reason: 'essai' });
    const active = (is: boolean) =>
      sql`update identity_provider.people set active = ${is} where id_nat = ${doctor.idNat}`.execute(
        w.ctx.db,
      );
    await active(false);
    expect((await before.browser.follow(before.url.href, {})).url.origin).toBe(w.origin);
    await active(true);
    expect((await before.browser.follow(before.url.href, {})).url.searchParams.has('code')).toBe(true);
  });

  it('signs one of twenty confirmations in', async () => {
    await pairNow();
    const at = await byHospital();
    const went = await twentyAtOnce(async () => {
      const { url } = await at.browser.follow(at.url.href, {});
      if (!url.searchParams.has('code')) throw new Error('not signed in');
    });
    expect(went).toBe(1);
  });
});

describe('an answer of the establishment', () => {
  const now = Math.floor(Date.now() / 1000);
  const lies: readonly [string, Oddities, string][] = [
    ['for another state', { back: { state: 'x' } }, ''],
    ['without a state', { back: { state: undefined } }, ''],
    ['in the name of another issuer (mix-up)', { back: { iss: 'https://autre.example' } }, 'vérifiée'],
    ['without its issuer', { back: { iss: undefined } }, 'vérifiée'],
    ['with another code', { back: { code: 'autre' } }, 'vérifiée'],
    ['with another nonce', { claims: { nonce: 'autre' } }, 'vérifiée'],
    ['without a nonce', { claims: { nonce: undefined } }, 'vérifiée'],
    ['for another service', { claims: { aud: 'autre' } }, 'vérifiée'],
    ['by another issuer', { claims: { iss: 'https://autre.example' } }, 'vérifiée'],
    ['that expired', { claims: { exp: now - 600 } }, 'vérifiée'],
    ['signed by a key that is not its own', { foreignKey: true }, 'vérifiée'],
    ['that is too old', { claims: { auth_time: now - 5 * 3600 } }, 'vérifiée'],
    ['without a time', { claims: { auth_time: undefined } }, 'vérifiée'],
    ['with one factor', { claims: { amr: ['pwd'] } }, 'deux facteurs'],
    ['of another domain', { claims: { preferred_username: 'c@autre.example' } }, 'domaine'],
  ];
  it.each(lies)('%s is refused, with nobody signed in', async (_what, odd, says) => {
    const { status, text, url } = await byHospital(odd);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).toContain(says);
    expect(url.origin).toBe(w.origin);
  });

  it('is of use once, and in its own browser alone', async () => {
    const at = await start({ kc_idp_hint: 'CH-1' });
    const back = hospital.signIn(at.page);
    const thief = await new Browser(w.origin).follow(back);
    expect(thief.answer.status).toBe(400);
    expect((await at.browser.follow(back)).answer.status).toBe(200);
    expect((await at.browser.follow(back)).answer.status).toBe(400);
  });

  it('is checked with the keys that the operator gave, where there are some', async () => {
    await registerEstablishment(w.ctx, place({ jwks: hospital.publishedKeys as never }));
    const asked = hospital.calls.filter((call) => call === '/cles').length;
    expect((await byHospital()).status).toBe(200);
    expect(hospital.calls.filter((call) => call === '/cles')).toHaveLength(asked);
    const others = { keys: [{ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'k' }] };
    await registerEstablishment(w.ctx, place({ jwks: others as never }));
    expect((await byHospital()).status).toBe(403);
  });
});

describe('an establishment', () => {
  it.each([
    ['code', { code: 'a b' }],
    ['name', { name: ' ' }],
    ['issuer', { issuer: 'pas une adresse' }],
    ['clientId', { clientId: '' }],
    ['clientSecret', { clientSecret: 'court' }],
    ['acceptedAmr', { acceptedAmr: [] }],
    ['acceptedAmr', { acceptedAmr: [['pwd']] }],
    ['domains', { domains: ['*'] }],
    ['pairingDays', { pairingDays: 0 }],
    ['pairingDays', { pairingDays: 4000 }],
    ['jwks', { jwks: { keys: [{ kty: 'RSA', d: 'secret' }] } }],
  ])('with a faulty %s is refused', async (field, more) => {
    await expect(registerEstablishment(w.ctx, place(more as never))).rejects.toMatchObject({
      fields: [expect.objectContaining({ field })],
    });
  });

  it('of another issuer is another one: the accounts paired under the former are not believed any more', async () => {
    await pairNow();
    expect(await pairingsOf(w.ctx, await accountId())).toHaveLength(1);
    await registerEstablishment(w.ctx, place());
    expect(await pairingsOf(w.ctx, await accountId())).toHaveLength(1);
    await registerEstablishment(w.ctx, place({ issuer: 'https://autre.example' }));
    expect(await pairingsOf(w.ctx, await accountId())).toEqual([]);
  });

  it('is not called when its address leads into our network', async () => {
    const production = { ...w.ctx, config: { ...w.ctx.config, outgoingAllowed: [] } };
    const { departFor } = await import('../../src/modules/identity-provider/delegation/provider-calls.js');
    const { establishment } = await import(
      '../../src/modules/identity-provider/delegation/establishments.js'
    );
    const found = await establishment(w.ctx, 'CH-1');
    if (!found) throw new Error('no establishment');
    const before = hospital.calls.length;
    await expect(departFor(production, found, 'uid')).rejects.toMatchObject({ status: 502 });
    expect(hospital.calls.length).toBe(before);
  });
});
