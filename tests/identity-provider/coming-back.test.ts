import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { endCodesOfLostPhones, otherMeans, wallet } from '../../src/modules/identity-provider/index.js';
import { reentryOf, rememberStrong } from '../../src/modules/identity-provider/other-means/reentry.js';
import { doctor, type MeansWorld, meansWorld, NO_LEVEL } from './means-world.js';
import { ask, redeem } from './relying-party.js';
import { activatePhone } from './world.js';

let m: MeansWorld;

beforeAll(async () => {
  m = await meansWorld();
});
afterAll(() => m.w.close());

describe('coming back with one factor', () => {
  const reentering = () => m.serviceWith({ singleFactorReentry: true });

  /** Signs in with the phone, then loses the session as after thirty idle minutes. */
  async function idle(rp: oidc.Configuration) {
    const at = await m.start(rp);
    const first = await redeem(rp, await m.byPhone(at), at.asked);
    await sql`delete from identity_provider.artifacts where model = 'Session'`.execute(m.w.ctx.db);
    return { ...at, authTime: first.claims()?.auth_time };
  }

  it('is enough within four hours, for a service that asks for that; the four hours do not begin again', async () => {
    const rp = await reentering();
    const { browser, authTime } = await idle(rp);
    const back = await m.start(rp, {}, browser);
    expect(back.url.pathname).toMatch(/\/reprise$/);
    const typing = await browser.follow(back.url.href, { moyen: 'TOTP' });
    const end = await browser.follow(typing.url.href, { code: await m.freshCode() });
    const tokens = await redeem(rp, end.url, back.asked);
    expect(tokens.claims()).toMatchObject({ acr: 'eidas1', auth_time: authTime });
    const elsewhere = await m.start(m.strong, {}, browser);
    expect(elsewhere.text).toContain('Connectez-vous');
  });

  it('is not offered to other services, to other browsers, after four hours, or after a logout', async () => {
    const rp = await reentering();
    const { browser } = await idle(rp);
    expect((await m.start(m.strong, {}, browser)).url.pathname).not.toMatch(/reprise/);
    expect((await m.start(rp)).url.pathname).not.toMatch(/reprise/);
    expect((await m.start(rp, {}, browser)).url.pathname).toMatch(/reprise$/);
    await sql`update identity_provider.reentries set signed_in_at = now() - interval '4 hours'`.execute(
      m.w.ctx.db,
    );
    const late = await m.start(rp, {}, browser);
    expect(late.url.pathname).not.toMatch(/reprise/);
    expect((await browser.go(`${late.url.href}/reprise`, { moyen: 'TOTP' })).status).toBe(400);
    const again = await m.start(rp);
    const tokens = await redeem(rp, await m.byPhone(again), again.asked);
    await fetch(`${m.w.issuer}/protocol/openid-connect/logout?id_token_hint=${tokens.id_token}`);
    expect((await m.start(rp, {}, again.browser)).url.pathname).not.toMatch(/reprise/);
  });

  it('ends with every session that its holder closes, on browsers too that hold none any more', async () => {
    const rp = await reentering();
    const { browser } = await idle(rp);
    await sql`delete from identity_provider.artifacts where sid is not null`.execute(m.w.ctx.db);
    expect((await m.start(rp, {}, browser)).url.pathname).toMatch(/reprise$/);
    await wallet.closeOwnSessions(m.w.ctx, doctor.idNat);
    expect((await m.start(rp, {}, browser)).url.pathname).not.toMatch(/reprise/);
  });

  it('leaves the choice of another person or means', async () => {
    const rp = await reentering();
    const { browser } = await idle(rp);
    const back = await m.start(rp, {}, browser);
    const page = back.url.href.replace(/\/reprise$/, '');
    const other = await browser.follow(`${page}/autrement`, {});
    expect(other.url.href).toBe(page);
    expect(await other.answer.text()).toContain('Se connecter avec e-CPS');
  });
});

describe('a browser that several people share', () => {
  it('stops at the open session: the person confirms, or another one takes the place', async () => {
    const shared = await m.serviceWith({ sharedWorkstation: true });
    const first = await m.start(m.strong);
    const opened = await redeem(m.strong, await m.byPhone(first), first.asked);
    const stop = await m.start(shared, {}, first.browser);
    expect(stop.text).toContain('Est-ce bien vous');
    expect(stop.text).toContain(doctor.idNat);
    const none = await ask(shared, { prompt: 'none' });
    expect((await first.browser.follow(none.url.href)).url.searchParams.get('error')).toBe(
      'interaction_required',
    );
    const on = await first.browser.follow(`${stop.url.href}/continuer`, {});
    const tokens = await redeem(shared, on.url, stop.asked);
    expect(tokens.claims()).toMatchObject({
      sid: opened.claims()?.sid,
      auth_time: opened.claims()?.auth_time,
    });

    const again = await m.start(shared, {}, first.browser);
    const changed = await first.browser.follow(`${again.url.href}/changer`, {});
    expect(await changed.answer.text()).toContain('Se connecter avec e-CPS');
    await expect(oidc.refreshTokenGrant(shared, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const next = await m.byPhone({ ...again, url: changed.url });
    const other = await redeem(shared, next, again.asked);
    expect(other.claims()?.sid).not.toBe(opened.claims()?.sid);
  });

  it('asks nothing more of somebody who just signed in, and confirms nothing for a stranger', async () => {
    const shared = await m.serviceWith({ sharedWorkstation: true });
    const at = await m.start(shared);
    expect(at.text).toContain('Connectez-vous');
    for (const way of ['continuer', 'changer'])
      expect((await at.browser.go(`${at.url.href}/${way}`, {})).status).toBe(400);
    expect((await m.byPhone(at)).searchParams.has('code')).toBe(true);
  });
});

describe('a phone that is lost', () => {
  it('gives no code any more, neither shown nor received, and is taken up again nowhere', async () => {
    const rp = await m.serviceWith({ singleFactorReentry: true });
    const at = await m.start(rp);
    await redeem(rp, await m.byPhone(at), at.asked);
    await sql`delete from identity_provider.artifacts where model = 'Session'`.execute(m.w.ctx.db);
    expect(await wallet.reportPhoneLost(m.w.ctx, doctor.idNat, { sessions: false })).toBe(true);
    expect((await m.start(rp, {}, at.browser)).url.pathname).not.toMatch(/reprise/);
    const { accountId = '' } = (await otherMeans.holderOf(m.w.ctx, doctor.idNat)) ?? {};
    expect(await otherMeans.codeMeansOf(m.w.ctx, accountId)).toEqual([]);
    const code = await m.freshCode();
    const shown = await m.byCode(await m.start(m.weak, NO_LEVEL), code);
    expect([shown.answer.status, shown.url.searchParams.has('code')]).toEqual([422, false]);
    const texts = m.w.texts.length;
    await m.byCode(await m.start(m.weak, NO_LEVEL), '000000', 'SMS');
    expect(m.w.texts).toHaveLength(texts);
    expect(m.w.mails.at(-1)?.text).toContain('codes');
  });

  it('ends its codes whichever door ended its e-CPS as lost; what is set up on another phone since then stays', async () => {
    const { ctx } = m.w;
    const { accountId = '' } = (await otherMeans.holderOf(ctx, doctor.idNat)) ?? {};
    const kinds = async () => (await otherMeans.codeMeansOf(ctx, accountId)).map(({ kind }) => kind);
    const enable = (kind: string, seconds: number) =>
      sql`insert into identity_provider.code_means (account_id, kind, sealed_secret, enabled_at)
        values (${accountId}, ${kind}, ${kind === 'TOTP' ? 'x' : null}, ${new Date(ctx.clock.now().getTime() + seconds * 1000)})`.execute(
        ctx.db,
      );
    const remember = (seconds: number) =>
      rememberStrong(ctx, accountId, Math.floor(Date.now() / 1000) + seconds);
    const end = async (reason: 'lost' | 'deleted-by-holder') => {
      await activatePhone(m.w, doctor.idNat);
      await ecps.endMeans(ctx, { idNat: doctor.idNat, reason });
      await endCodesOfLostPhones.run(ctx, [doctor.idNat]);
    };
    await sql`delete from platform.events where subject = ${doctor.idNat}`.execute(ctx.db);
    await enable('SMS', -60);
    await end('deleted-by-holder');
    expect(await kinds()).toEqual(['SMS']);
    await enable('TOTP', 3600);
    const [before, since] = [await remember(-60), await remember(3600)];
    await end('lost');
    expect(await kinds()).toEqual(['TOTP']);
    expect(await reentryOf(ctx, before)).toBeUndefined();
    expect(await reentryOf(ctx, since)).toMatchObject({ accountId });
  });
});
