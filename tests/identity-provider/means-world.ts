import { sql } from 'kysely';
import type * as oidc from 'openid-client';
import { type NewService, otherMeans } from '../../src/modules/identity-provider/index.js';
import { codeAt } from '../../src/modules/identity-provider/other-means/one-time-code.js';
import { Browser } from './browser.js';
import { personas } from './personas.js';
import { ask, relyingParty } from './relying-party.js';
import { activatePhone, newService, publish, world } from './world.js';

export const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];

/** No level asked for at all. */
export const NO_LEVEL = { acr_values: '' };
type Options = NonNullable<NewService['options']>;

/**
 * A doctor with a phone, an application of codes and SMS codes; a service that wants a strong means and one that takes
 * codes too.
 */
export async function meansWorld() {
  const w = await world();
  const serviceWith = async (options: Options, more: Partial<NewService> = {}) =>
    relyingParty(w, await newService(w, { options, ...more }));
  await publish(w, doctor);
  const phone = await activatePhone(w, doctor.idNat);
  const strong = await serviceWith({});
  const weak = await serviceWith({ acceptedMeans: ['ECPS', 'TOTP', 'SMS'] });
  const secret = await withApplication(doctor.idNat);

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
  return { w, phone, strong, weak, secret, serviceWith, withApplication, freshCode, start, byPhone, byCode };
}

export type MeansWorld = Awaited<ReturnType<typeof meansWorld>>;
