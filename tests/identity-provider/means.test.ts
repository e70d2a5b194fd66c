import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NewService, otherMeans, registerService } from '../../src/modules/identity-provider/index.js';
import { codeAt } from '../../src/modules/identity-provider/other-means/one-time-code.js';
import { twentyAtOnce } from '../support/context.js';
import { Browser } from './browser.js';
import { person, personas } from './personas.js';
import { ask, redeem, relyingParty } from './relying-party.js';
import { activatePhone, BACK, newService, type Phone, publish, type World, world } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let phone: Phone;
let strong: oidc.Configuration;
let weak: oidc.Configuration;
let secret: Buffer;

type Options = NonNullable<NewService['options']>;
const serviceWith = async (options: Options, more: Partial<NewService> = {}) =>
  relyingParty(w, await newService(w, { options, ...more }));

beforeAll(async () => {
  w = await world();
  await publish(w, doctor);
  phone = await activatePhone(w, doctor.idNat);
  strong = await serviceWith({});
  weak = await serviceWith({ acceptedMeans: ['ECPS', 'TOTP', 'SMS'] });
  secret = await withApplication(doctor.idNat);
});
afterAll(() => w.close());

/** Turns codes on for a person. Out: the secret of the application. */
async function withApplication(idNat: string): Promise<Buffer> {
  const holder = await otherMeans.holderOf(w.ctx, idNat);
  if (!holder) throw new Error('nobody');
  const made = otherMeans.newSecret(holder);
  const bytes = Buffer.from(made.secret, 'base64url');
  const code = codeAt(bytes, Date.now());
  await otherMeans.enableTotp(w.ctx, holder, { secret: made.secret, code, signedInBy: 'MOBILE' });
  await otherMeans.enableSms(w.ctx, holder, 'MOBILE');
  return bytes;
}

/** A code that was not shown yet: the steps already taken are forgotten. */
async function freshCode(): Promise<string> {
  await sql`update identity_provider.code_means set last_step = 0`.execute(w.ctx.db);
  await sql`delete from platform.rate_limits`.execute(w.ctx.db);
  return codeAt(secret, Date.now());
}

const NO_LEVEL = { acr_values: '' };

async function start(
  rp: oidc.Configuration,
  more: Record<string, string> = {},
  browser = new Browser(w.origin),
) {
  const asked = await ask(rp, more);
  if (asked.url.searchParams.get('acr_values') === '') asked.url.searchParams.delete('acr_values');
  const { url, answer } = await browser.follow(asked.url.href);
  return { browser, asked, url, text: await answer.text() };
}

async function byPhone(at: Awaited<ReturnType<typeof start>>) {
  const waiting = await at.browser.follow(at.url.href, { idNat: doctor.idNat });
  await phone.answer('approve');
  return (await at.browser.follow(waiting.url.href)).url;
}

async function byCode(
  at: Awaited<ReturnType<typeof start>>,
  code?: string,
  moyen = 'TOTP',
  idNat = doctor.idNat,
) {
  const typing = await at.browser.follow(`${at.url.href}/code`, { idNat, moyen });
  const given =
    code ??
    (moyen === 'TOTP' ? await freshCode() : (/\b(\d{6})\b/.exec(w.texts.at(-1)?.text ?? '')?.[1] ?? ''));
  return at.browser.follow(typing.url.href, { code: given });
}

describe('what a service accepts', () => {
  it('S4-63 codes sign in where they are accepted, at a lower level; a service that requires the high one refuses them', async () => {
    const at = await start(weak, NO_LEVEL);
    const claims = (await redeem(weak, (await byCode(at)).url, at.asked)).claims();
    expect(claims).toMatchObject({ acr: '0', preferred_username: doctor.idNat });
    const bySms = await start(weak, NO_LEVEL);
    const texted = await redeem(weak, (await byCode(bySms, undefined, 'SMS')).url, bySms.asked);
    expect(texted.claims()?.acr).toBe('0');
    const high = await start(strong);
    expect(high.text).not.toContain('/code"');
    expect((await high.browser.go(`${high.url.href}/code`)).status).toBe(403);
    expect(
      (await high.browser.go(`${high.url.href}/code`, { idNat: doctor.idNat, moyen: 'TOTP' })).status,
    ).toBe(403);
    const named = await start(weak);
    expect((await named.browser.go(`${named.url.href}/code`)).status).toBe(403);
  });

  it('S4-45 the token states the level; a session of a lower one does not open a service that requires more', async () => {
    const at = await start(weak, NO_LEVEL);
    const low = await redeem(weak, (await byCode(at)).url, at.asked);
    expect(low.claims()?.acr).toBe('0');
    const none = await ask(strong, { prompt: 'none' });
    const refused = (await at.browser.follow(none.url.href)).url;
    expect(refused.searchParams.get('error')).toBe('login_required');
    const up = await start(strong, {}, at.browser);
    expect(up.text).toContain('Connectez-vous');
    const high = await redeem(strong, await byPhone(up), up.asked);
    expect(high.claims()?.acr).toBe('eidas1');
    const silent = await ask(strong, { prompt: 'none' });
    expect((await at.browser.follow(silent.url.href)).url.searchParams.has('code')).toBe(true);
  });

  it('S4-46 a service that says nothing takes every strong means, those added later too, and no other', async () => {
    const holder = await otherMeans.holderOf(w.ctx, doctor.idNat);
    expect(holder).toBeDefined();
    const at = await start(strong);
    for (const label of ['Application e-CPS', 'Carte', 'Clé de sécurité']) expect(at.text).toContain(label);
    expect(at.text).not.toContain('>Code<');
    const only = await start(await serviceWith({ acceptedMeans: ['CARD'] }));
    expect(only.url.pathname).toMatch(/\/carte$/);
    expect(only.text).not.toContain('Application e-CPS');
    const page = only.url.href.replace(/\/carte$/, '');
    const waiting = await only.browser.follow(page, { idNat: doctor.idNat });
    expect(waiting.answer.status).toBe(403);
  });

  it('S4-56 says on its page whether Pro Santé Connect is the only way in or one among others', async () => {
    const alone = await start(await serviceWith({ pscOnly: true }));
    expect(alone.text).toContain('ne s’ouvre qu’avec Pro Santé Connect');
    const among = await start(await serviceWith({ pscOnly: false }));
    expect(among.text).toContain('propose aussi d’autres moyens');
    const unsaid = await start(strong);
    expect(unsaid.text).not.toContain('ne s’ouvre qu’avec');
    expect(unsaid.text).not.toContain('propose aussi');
    await expect(serviceWith({ acceptedMeans: [] })).rejects.toMatchObject({ status: 422 });
    await expect(serviceWith({ acceptedMeans: ['MOT-DE-PASSE'] as never })).rejects.toMatchObject({
      status: 422,
    });
  });
});

describe('a code', () => {
  it('is taken once, by one of twenty at the same time', async () => {
    const at = await start(weak, NO_LEVEL);
    const typing = await at.browser.follow(`${at.url.href}/code`, { idNat: doctor.idNat, moyen: 'TOTP' });
    const code = await freshCode();
    const went = await twentyAtOnce(async () => {
      const { url } = await at.browser.follow(typing.url.href, { code });
      if (!url.searchParams.has('code')) throw new Error('no');
    });
    expect(went).toBe(1);
    await sql`delete from platform.rate_limits`.execute(w.ctx.db);
    const again = await start(weak, NO_LEVEL);
    expect((await byCode(again, code)).answer.status).toBe(422);
  });

  it('cannot be guessed: after five tries the right one is refused too, for everybody known or not', async () => {
    for (const idNat of [doctor.idNat, '899780000107']) {
      const code = await freshCode();
      const at = await start(weak, NO_LEVEL);
      const typing = await at.browser.follow(`${at.url.href}/code`, { idNat, moyen: 'TOTP' });
      const statuses: number[] = [];
      // Twice five at most: a window of a quarter of an hour may end meanwhile.
      while (statuses.length < 11 && statuses.at(-1) !== 429)
        statuses.push((await at.browser.go(typing.url.href, { code: 'abcdef' })).status);
      expect(statuses.slice(0, 5)).toEqual([422, 422, 422, 422, 422]);
      expect(statuses.at(-1)).toBe(429);
      await sql`insert into platform.rate_limits (key, window_start, hits)
        select key, window_start + interval '15 minutes', hits from platform.rate_limits
        where key like 'psc-code:%:900' on conflict do nothing`.execute(w.ctx.db);
      expect((await at.browser.go(typing.url.href, { code })).status).toBe(429);
    }
    await freshCode();
  });

  it('by SMS has three tries, and the next one replaces it', async () => {
    await freshCode();
    const at = await start(weak, NO_LEVEL);
    const typing = await at.browser.follow(`${at.url.href}/code`, { idNat: doctor.idNat, moyen: 'SMS' });
    const right = /\b(\d{6})\b/.exec(w.texts.at(-1)?.text ?? '')?.[1] ?? '';
    for (let i = 0; i < 3; i += 1)
      expect((await at.browser.go(typing.url.href, { code: 'abcdef' })).status).toBe(422);
    expect((await at.browser.go(typing.url.href, { code: right })).status).toBe(422);
    await freshCode();
    expect((await byCode(await start(weak, NO_LEVEL), undefined, 'SMS')).url.searchParams.has('code')).toBe(
      true,
    );
  });

  it('is sent to nobody who did not turn that on, and the page does not tell', async () => {
    await freshCode();
    const other = { ...doctor, idNat: '899780000131', version: 1 };
    await publish(w, other);
    const pages = [];
    for (const idNat of [doctor.idNat, other.idNat, '899780000107']) {
      const before = w.texts.length;
      const at = await start(weak, NO_LEVEL);
      const { answer } = await at.browser.follow(`${at.url.href}/code`, { idNat, moyen: 'SMS' });
      pages.push((await answer.text()).replaceAll(/[\w-]{20,}/g, ''));
      expect(w.texts.length - before).toBe(idNat === doctor.idNat ? 1 : 0);
    }
    expect(new Set(pages).size).toBe(1);
  });

  it('is turned on after a strong sign-in only, and off again', async () => {
    const holder = await otherMeans.holderOf(w.ctx, doctor.idNat);
    if (!holder) throw new Error('nobody');
    for (const signedInBy of ['TOTP', 'SMS', 'DELEGATION', 'WEBAUTHN', ''])
      await expect(otherMeans.enableSms(w.ctx, holder, signedInBy)).rejects.toMatchObject({ status: 403 });
    expect(await otherMeans.disableCode(w.ctx, holder, 'SMS')).toBe(true);
    expect(await otherMeans.disableCode(w.ctx, holder, 'SMS')).toBe(false);
    await freshCode();
    const before = w.texts.length;
    const at = await start(weak, NO_LEVEL);
    await at.browser.follow(`${at.url.href}/code`, { idNat: doctor.idNat, moyen: 'SMS' });
    expect(w.texts.length).toBe(before);
    await otherMeans.enableSms(w.ctx, holder, 'CARD');
  });
});

describe('coming back with one factor', () => {
  const reentering = () => serviceWith({ singleFactorReentry: true });

  /** Signs in with the phone, then loses the session as after thirty idle minutes. */
  async function idle(rp: oidc.Configuration) {
    const at = await start(rp);
    const first = await redeem(rp, await byPhone(at), at.asked);
    await sql`delete from identity_provider.artifacts where model = 'Session'`.execute(w.ctx.db);
    return { ...at, authTime: first.claims()?.auth_time };
  }

  it('is enough within four hours, for a service that asks for that; the four hours do not begin again', async () => {
    const rp = await reentering();
    const { browser, authTime } = await idle(rp);
    const back = await start(rp, {}, browser);
    expect(back.url.pathname).toMatch(/\/reprise$/);
    const typing = await browser.follow(back.url.href, { moyen: 'TOTP' });
    const end = await browser.follow(typing.url.href, { code: await freshCode() });
    const tokens = await redeem(rp, end.url, back.asked);
    expect(tokens.claims()).toMatchObject({ acr: 'eidas1', auth_time: authTime });
    const elsewhere = await start(strong, {}, browser);
    expect(elsewhere.text).toContain('Connectez-vous');
  });

  it('is not offered to other services, to other browsers, after four hours, or after a logout', async () => {
    const rp = await reentering();
    const { browser } = await idle(rp);
    expect((await start(strong, {}, browser)).url.pathname).not.toMatch(/reprise/);
    expect((await start(rp)).url.pathname).not.toMatch(/reprise/);
    expect((await start(rp, {}, browser)).url.pathname).toMatch(/reprise$/);
    await sql`update identity_provider.reentries set signed_in_at = now() - interval '4 hours'`.execute(
      w.ctx.db,
    );
    const late = await start(rp, {}, browser);
    expect(late.url.pathname).not.toMatch(/reprise/);
    expect((await browser.go(`${late.url.href}/reprise`, { moyen: 'TOTP' })).status).toBe(400);
    const again = await start(rp);
    const tokens = await redeem(rp, await byPhone(again), again.asked);
    await fetch(`${w.issuer}/protocol/openid-connect/logout?id_token_hint=${tokens.id_token}`);
    expect((await start(rp, {}, again.browser)).url.pathname).not.toMatch(/reprise/);
  });

  it('leaves the choice of another person or means', async () => {
    const rp = await reentering();
    const { browser } = await idle(rp);
    const back = await start(rp, {}, browser);
    const page = back.url.href.replace(/\/reprise$/, '');
    const other = await browser.follow(`${page}/autrement`, {});
    expect(other.url.href).toBe(page);
    expect(await other.answer.text()).toContain('Se connecter avec e-CPS');
  });
});

describe('a browser that several people share', () => {
  it('stops at the open session: the person confirms, or another one takes the place', async () => {
    const shared = await serviceWith({ sharedWorkstation: true });
    const first = await start(strong);
    const opened = await redeem(strong, await byPhone(first), first.asked);
    const stop = await start(shared, {}, first.browser);
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

    const again = await start(shared, {}, first.browser);
    const changed = await first.browser.follow(`${again.url.href}/changer`, {});
    expect(await changed.answer.text()).toContain('Se connecter avec e-CPS');
    await expect(oidc.refreshTokenGrant(shared, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const next = await byPhone({ ...again, url: changed.url });
    const other = await redeem(shared, next, again.asked);
    expect(other.claims()?.sid).not.toBe(opened.claims()?.sid);
  });

  it('asks nothing more of somebody who just signed in, and confirms nothing for a stranger', async () => {
    const shared = await serviceWith({ sharedWorkstation: true });
    const at = await start(shared);
    expect(at.text).toContain('Connectez-vous');
    for (const way of ['continuer', 'changer'])
      expect((await at.browser.go(`${at.url.href}/${way}`, {})).status).toBe(400);
    expect((await byPhone(at)).searchParams.has('code')).toBe(true);
  });
});

describe('what the page explains', () => {
  const give = async (idNat: string) => {
    const at = await start(strong);
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
      await publish(w, someone);
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
    await publish(w, late);
    await activatePhone(w, late.idNat);
    await sql`update credentials.ecps set expires_at = ${w.ctx.clock.now()} where id_nat = ${late.idNat}`.execute(
      w.ctx.db,
    );
    expect((await give(late.idNat)).text).toContain('Votre e-CPS a expiré');
  });

  it('S3-113 asks the equipment and leads to what fits it; a tablet alone leads to the e-CPS, not to the card', async () => {
    const at = await start(strong);
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
    const made = await registerService(w.ctx, {
      name: 'Client lourd',
      redirectUris: [BACK],
      options: { ciba: { delivery: 'poll' }, acceptedMeans: ['CARD'] },
    });
    const rp = await relyingParty(w, made);
    const begin = (channel: string) =>
      oidc.initiateBackchannelAuthentication(rp, {
        ...{ scope: 'openid scope_all', login_hint: doctor.idNat, binding_message: '42' },
        ...{ acr_values: 'eidas1', channel },
      });
    await expect(begin('MOBILE')).rejects.toMatchObject({ error: 'invalid_request' });
  });
});
