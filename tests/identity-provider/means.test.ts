import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { otherMeans, registerService } from '../../src/modules/identity-provider/index.js';
import { twentyAtOnce } from '../support/context.js';
import { doctor, type MeansWorld, meansWorld, NO_LEVEL } from './means-world.js';
import { person, personas } from './personas.js';
import { ask, redeem, relyingParty } from './relying-party.js';
import { activatePhone, BACK, publish } from './world.js';

let m: MeansWorld;

beforeAll(async () => {
  m = await meansWorld();
});
afterAll(() => m.w.close());

describe('what a service accepts', () => {
  it('S4-63 codes sign in where they are accepted, at a lower level; a service that requires the high one refuses them', async () => {
    const at = await m.start(m.weak, NO_LEVEL);
    const claims = (await redeem(m.weak, (await m.byCode(at)).url, at.asked)).claims();
    expect(claims).toMatchObject({ acr: '0', preferred_username: doctor.idNat });
    const bySms = await m.start(m.weak, NO_LEVEL);
    const texted = await redeem(m.weak, (await m.byCode(bySms, undefined, 'SMS')).url, bySms.asked);
    expect(texted.claims()?.acr).toBe('0');
    const high = await m.start(m.strong);
    expect(high.text).not.toContain('/code"');
    expect((await high.browser.go(`${high.url.href}/code`)).status).toBe(403);
    expect(
      (await high.browser.go(`${high.url.href}/code`, { idNat: doctor.idNat, moyen: 'TOTP' })).status,
    ).toBe(403);
    const named = await m.start(m.weak);
    expect((await named.browser.go(`${named.url.href}/code`)).status).toBe(403);
  });

  it('S4-45 the token states the level; a session of a lower one does not open a service that requires more', async () => {
    const at = await m.start(m.weak, NO_LEVEL);
    const low = await redeem(m.weak, (await m.byCode(at)).url, at.asked);
    expect(low.claims()?.acr).toBe('0');
    const none = await ask(m.strong, { prompt: 'none' });
    const refused = (await at.browser.follow(none.url.href)).url;
    expect(refused.searchParams.get('error')).toBe('login_required');
    const up = await m.start(m.strong, {}, at.browser);
    expect(up.text).toContain('Connectez-vous');
    const high = await redeem(m.strong, await m.byPhone(up), up.asked);
    expect(high.claims()?.acr).toBe('eidas1');
    const silent = await ask(m.strong, { prompt: 'none' });
    expect((await at.browser.follow(silent.url.href)).url.searchParams.has('code')).toBe(true);
  });

  it('S4-46 a service that says nothing takes every strong means, those added later too, and no other', async () => {
    const holder = await otherMeans.holderOf(m.w.ctx, doctor.idNat);
    expect(holder).toBeDefined();
    const at = await m.start(m.strong);
    for (const label of ['Application e-CPS', 'Carte', 'Clé de sécurité']) expect(at.text).toContain(label);
    expect(at.text).not.toContain('>Code<');
    const only = await m.start(await m.serviceWith({ acceptedMeans: ['CARD'] }));
    expect(only.url.pathname).toMatch(/\/carte$/);
    expect(only.text).not.toContain('Application e-CPS');
    const page = only.url.href.replace(/\/carte$/, '');
    const waiting = await only.browser.follow(page, { idNat: doctor.idNat });
    expect(waiting.answer.status).toBe(403);
  });

  it('S4-56 says on its page whether Pro Santé Connect is the only way in or one among others', async () => {
    const alone = await m.start(await m.serviceWith({ pscOnly: true }));
    expect(alone.text).toContain('ne s’ouvre qu’avec Pro Santé Connect');
    const among = await m.start(await m.serviceWith({ pscOnly: false }));
    expect(among.text).toContain('propose aussi d’autres moyens');
    const unsaid = await m.start(m.strong);
    expect(unsaid.text).not.toContain('ne s’ouvre qu’avec');
    expect(unsaid.text).not.toContain('propose aussi');
    await expect(m.serviceWith({ acceptedMeans: [] })).rejects.toMatchObject({ status: 422 });
    await expect(m.serviceWith({ acceptedMeans: ['MOT-DE-PASSE'] as never })).rejects.toMatchObject({
      status: 422,
    });
  });
});

describe('a code', () => {
  it('is taken once, by one of twenty at the same time', async () => {
    const at = await m.start(m.weak, NO_LEVEL);
    const typing = await at.browser.follow(`${at.url.href}/code`, { idNat: doctor.idNat, moyen: 'TOTP' });
    const code = await m.freshCode();
    const went = await twentyAtOnce(async () => {
      const { url } = await at.browser.follow(typing.url.href, { code });
      if (!url.searchParams.has('code')) throw new Error('no');
    });
    expect(went).toBe(1);
    await sql`delete from platform.rate_limits`.execute(m.w.ctx.db);
    const again = await m.start(m.weak, NO_LEVEL);
    expect((await m.byCode(again, code)).answer.status).toBe(422);
  });

  it('cannot be guessed: after five tries the right one is refused too, for everybody known or not', async () => {
    for (const idNat of [doctor.idNat, '899780000107']) {
      const code = await m.freshCode();
      const at = await m.start(m.weak, NO_LEVEL);
      const typing = await at.browser.follow(`${at.url.href}/code`, { idNat, moyen: 'TOTP' });
      const statuses: number[] = [];
      // Twice five at most: a window of a quarter of an hour may end meanwhile.
      while (statuses.length < 11 && statuses.at(-1) !== 429)
        statuses.push((await at.browser.go(typing.url.href, { code: 'abcdef' })).status);
      expect(statuses.slice(0, 5)).toEqual([422, 422, 422, 422, 422]);
      expect(statuses.at(-1)).toBe(429);
      await sql`insert into platform.rate_limits (key, window_start, hits)
        select key, window_start + interval '15 minutes', hits from platform.rate_limits
        where key like 'psc-code:%:900' on conflict do nothing`.execute(m.w.ctx.db);
      expect((await at.browser.go(typing.url.href, { code })).status).toBe(429);
    }
    await m.freshCode();
  });

  it('by SMS has three tries, and the next one replaces it', async () => {
    await m.freshCode();
    const at = await m.start(m.weak, NO_LEVEL);
    const typing = await at.browser.follow(`${at.url.href}/code`, { idNat: doctor.idNat, moyen: 'SMS' });
    const right = /\b(\d{6})\b/.exec(m.w.texts.at(-1)?.text ?? '')?.[1] ?? '';
    for (let i = 0; i < 3; i += 1)
      expect((await at.browser.go(typing.url.href, { code: 'abcdef' })).status).toBe(422);
    expect((await at.browser.go(typing.url.href, { code: right })).status).toBe(422);
    await m.freshCode();
    expect(
      (await m.byCode(await m.start(m.weak, NO_LEVEL), undefined, 'SMS')).url.searchParams.has('code'),
    ).toBe(true);
  });

  it('is sent to nobody who did not turn that on, and the page does not tell', async () => {
    await m.freshCode();
    const other = { ...doctor, idNat: '899780000131', version: 1 };
    await publish(m.w, other);
    const pages = [];
    for (const idNat of [doctor.idNat, other.idNat, '899780000107']) {
      const before = m.w.texts.length;
      const at = await m.start(m.weak, NO_LEVEL);
      const { answer } = await at.browser.follow(`${at.url.href}/code`, { idNat, moyen: 'SMS' });
      pages.push((await answer.text()).replaceAll(/[\w-]{20,}/g, ''));
      expect(m.w.texts.length - before).toBe(idNat === doctor.idNat ? 1 : 0);
    }
    expect(new Set(pages).size).toBe(1);
  });

  it('is turned on after a strong sign-in only, and off again', async () => {
    const holder = await otherMeans.holderOf(m.w.ctx, doctor.idNat);
    if (!holder) throw new Error('nobody');
    for (const signedInBy of ['TOTP', 'SMS', 'DELEGATION', 'WEBAUTHN', ''])
      await expect(otherMeans.enableSms(m.w.ctx, holder, signedInBy)).rejects.toMatchObject({ status: 403 });
    expect(await otherMeans.disableCode(m.w.ctx, holder, 'SMS')).toBe(true);
    expect(await otherMeans.disableCode(m.w.ctx, holder, 'SMS')).toBe(false);
    await m.freshCode();
    const before = m.w.texts.length;
    const at = await m.start(m.weak, NO_LEVEL);
    await at.browser.follow(`${at.url.href}/code`, { idNat: doctor.idNat, moyen: 'SMS' });
    expect(m.w.texts.length).toBe(before);
    await otherMeans.enableSms(m.w.ctx, holder, 'CARD');
  });
});

describe('what the page explains', () => {
  const give = async (idNat: string) => {
    const at = await m.start(m.strong);
    const { answer } = await at.browser.follow(at.url.href, { idNat });
    return { status: answer.status, text: await answer.text() };
  };

  it('S3-111 without a means, how to come by one for this profession; for a stranger nothing of the kind', async () => {
    const nurse = person('899780000149', 'ONI', {
      exercises: [{ ...doctor.exercises[0], profession: '60' } as never],
    });
    const carer = {
      ...(personas['role-313'] as (typeof personas)[string]),
      idNat: '899780000156',
      version: 1,
    };
    for (const [someone, says] of [
      [nurse, 'Ma CPS'],
      [carer, 'Il n’y a pas de carte pour votre profession'],
    ] as const) {
      await publish(m.w, someone);
      const told = await give(someone.idNat);
      expect(told.status).toBe(422);
      expect(told.text).toContain(says);
      expect(told.text).toContain('/portail-psc/activation');
      expect(told.text).not.toContain('EXEMPLE');
    }
    const stranger = await give('899780000164');
    expect(stranger.text).toContain('ne permet pas de se connecter');
    for (const word of ['Ma CPS', 'carte CPS', 'activation au moyen'])
      expect(stranger.text).not.toContain(word);
  });

  it('tells the holder of an expired e-CPS to activate it again', async () => {
    const late = { ...doctor, idNat: '899780000172', version: 1 };
    await publish(m.w, late);
    await activatePhone(m.w, late.idNat);
    await sql`update credentials.ecps set expires_at = ${m.w.ctx.clock.now()} where id_nat = ${late.idNat}`.execute(
      m.w.ctx.db,
    );
    expect((await give(late.idNat)).text).toContain('Votre e-CPS a expiré');
  });

  it('S3-113 asks the equipment and leads to what fits it; a tablet alone leads to the e-CPS, not to the card', async () => {
    const at = await m.start(m.strong);
    const page = async (query: string, agent = 'Mozilla/5.0 (Windows NT 10.0)') => {
      const cookies = at.browser.cookieFor(at.url.pathname);
      const answer = await fetch(`${at.url.href}/equipement${query}`, {
        headers: { cookie: cookies, 'user-agent': agent },
      });
      return answer.text();
    };
    const here = at.url.pathname;
    expect(await page('')).toContain('Quel équipement avez-vous');
    expect(await page('')).not.toContain('Le moyen qui convient</p>');
    expect(await page('?equipement=reader')).toContain(`class="button button-primary" href="${here}/carte"`);
    const tablet = await page('', 'Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X)');
    for (const led of [tablet, await page('?equipement=tablet')]) {
      expect(led).toContain(`class="button button-primary" href="${here}"`);
      expect(led).not.toContain(`${here}/carte"`);
    }
    expect(await page('?equipement=key')).toContain(`href="${here}/cle"`);
    expect(await page('?equipement=nothing')).not.toContain('button-primary" href');
  });
});

describe('CIBA', () => {
  it('follows the means that the service accepts', async () => {
    const made = await registerService(m.w.ctx, {
      name: 'Client lourd',
      redirectUris: [BACK],
      options: { ciba: { delivery: 'poll' }, acceptedMeans: ['CARD'] },
    });
    const rp = await relyingParty(m.w, made);
    const begin = (channel: string) =>
      oidc.initiateBackchannelAuthentication(rp, {
        ...{ scope: 'openid scope_all', login_hint: doctor.idNat, binding_message: '42' },
        ...{ acr_values: 'eidas1', channel },
      });
    await expect(begin('MOBILE')).rejects.toMatchObject({ error: 'invalid_request' });
  });
});
