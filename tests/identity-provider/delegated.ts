import { sql } from 'kysely';
import type * as oidc from 'openid-client';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type NewEstablishment, registerEstablishment } from '../../src/modules/identity-provider/index.js';
import { Browser } from './browser.js';
import { Hospital, type Oddities } from './hospital.js';
import { personas } from './personas.js';
import { ask, relyingParty } from './relying-party.js';
import { activatePhone, newService, type Phone, publish, type World, world } from './world.js';

export const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];

export interface Delegated {
  readonly w: World;
  readonly hospital: Hospital;
  readonly phone: Phone;
  readonly rp: oidc.Configuration;
}

/** For a test file: a hospital whose accounts sign in behind Pro Santé Connect. `then` runs before the tests with it. */
export function useDelegation(then: (all: Delegated) => void) {
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
    then({ w, hospital, phone, rp });
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
  return { place, start, byHospital, pairNow, accountId };
}
