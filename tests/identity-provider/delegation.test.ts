import { sql } from 'kysely';
import type * as oidc from 'openid-client';
import { describe, expect, it } from 'vitest';
import { authoriseEstablishment, endPairing, pairingsOf } from '../../src/modules/identity-provider/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { twentyAtOnce } from '../support/context.js';
import { doctor, useDelegation } from './delegated.js';
import type { Hospital } from './hospital.js';
import { redeem } from './relying-party.js';
import type { World } from './world.js';

let w: World;
let hospital: Hospital;
let rp: oidc.Configuration;
const { start, byHospital, pairNow, accountId } = useDelegation((all) => {
  ({ w, hospital, rp } = all);
});

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
