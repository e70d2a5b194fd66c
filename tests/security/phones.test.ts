import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { contactsForActivation, startActivationFor } from '../../src/modules/identity-provider/index.js';
import { messages } from '../../src/sandbox/inbox.js';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import { doctor } from '../../src/sandbox/kit/story.js';
import { startTarget, type Target } from './target.js';

let target: Target;
beforeAll(async () => {
  target = await startTarget();
});
afterAll(() => target.stop());

async function somebodyWithPhone() {
  const { idNat } = await target.story.register('CNOM', doctor());
  await target.settle();
  return { idNat, phone: await target.story.phone(idNat) };
}

/** A browser on the sign-in page of a service, which then names a person. */
async function signInPage(): Promise<HttpBrowser> {
  const redirectUri = 'https://service.example/retour';
  const { clientId } = await target.story.client(redirectUri);
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid',
  });
  return new HttpBrowser().go(`${target.story.issuer}/protocol/openid-connect/auth?${query}`);
}

const requests = async (phoneId: string): Promise<unknown> =>
  (await fetch(`${target.origin}/sandbox/api/phones/${phoneId}/requests`)).json();

describe('a phone that a stranger asks again and again', () => {
  it('shows one request for one browser, and none once that browser gave up', async () => {
    const { idNat, phone } = await somebodyWithPhone();
    const browser = await signInPage();
    const page = browser.url;
    for (let i = 0; i < 6; i += 1) {
      await browser.go(page);
      await browser.submit({ idNat }, '');
      expect(browser.body).toContain('Confirmez sur votre téléphone');
      expect(await requests(phone.id)).toHaveLength(1);
    }
    await browser.submit({}, '/annuler', (url) => url.startsWith('https://service.example'));
    expect(await requests(phone.id)).toEqual([]);
  });

  it('is left in peace after three refusals in a row, and asked again ten minutes later', async () => {
    const { idNat, phone } = await somebodyWithPhone();
    for (let i = 0; i < 3; i += 1) {
      const browser = await signInPage();
      await browser.submit({ idNat }, '');
      await target.story.answer(phone.id, 'refuse');
    }
    const browser = await signInPage();
    await browser.submit({ idNat }, '');
    expect([browser.status, browser.body]).toEqual([
      422,
      expect.stringContaining('réessayez dans dix minutes'),
    ]);
    expect(await requests(phone.id)).toEqual([]);
    await sql`update credentials.ecps_requests set decided_at = decided_at - interval '11 minutes'`.execute(
      target.app.database.db,
    );
    await browser.submit({ idNat }, '');
    expect(await requests(phone.id)).toHaveLength(1);
  });

  it('counts numbers picked at random as refusals, and forgets both after an approval', async () => {
    const { idNat, phone } = await somebodyWithPhone();
    const decide = async (wrong: boolean) => {
      const { id, number } = await ecps.requestApproval(target.app.ctx, {
        ...{ idNat, service: 'Essai', clientId: 'essai', place: 'Essai', origin: target.origin },
      });
      await fetch(`${target.origin}/sandbox/api/phones/${phone.id}/requests/${id}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ decision: 'approve', number: wrong ? (number === 10 ? 11 : 10) : number }),
      });
    };
    for (const wrong of [true, true, false, true, true, true]) await decide(wrong);
    await expect(decide(false)).rejects.toThrow(ecps.errors.tooManyRefusals());
  });
});

describe('the six digits of an SMS', () => {
  it('cannot be guessed over many activations: after fifteen wrong codes in a day even the right one is refused', async () => {
    const { idNat } = target.person;
    const { ctx } = target.app;
    const contacts = await contactsForActivation(ctx, idNat);
    const tryWith = async (guess: (right: string) => string) => {
      const mails = await messages(ctx.db, contacts?.mail, 1);
      const secret = /#a=([\w-]+)/.exec(mails[0]?.text ?? '')?.[1] ?? '';
      const { activationToken } = await ecps.openActivation(ctx, secret);
      const texts = await messages(ctx.db, contacts?.mobile, 1);
      const right = /\b(\d{6})\b/.exec(texts[0]?.text ?? '')?.[1] ?? '';
      const { publicKeyJwk } = await ecps.makeDeviceKey();
      const device = { publicKeyJwk, deviceName: 'Essai', platform: 'web' as const, pin: '2580' };
      return () => ecps.completeActivation(ctx, { ...device, activationToken, smsCode: guess(right) });
    };
    const wrong = (right: string) => (right === '000000' ? '000001' : '000000');
    for (let activation = 0; activation < 5; activation += 1) {
      await startActivationFor(ctx, idNat);
      const complete = await tryWith(wrong);
      for (const left of [2, 1, 0]) await expect(complete()).rejects.toThrow(ecps.errors.wrongSmsCode(left));
    }
    await startActivationFor(ctx, idNat);
    await expect((await tryWith((right) => right))()).rejects.toThrow(ecps.errors.tooManyWrongCodes());
    expect(await ecps.activeMeans(ctx, idNat)).toBe(false);
    await sql`update platform.rate_limits set window_start = window_start - interval '1 day'`.execute(ctx.db);
    await startActivationFor(ctx, idNat);
    await (await tryWith((right) => right))();
    expect(await ecps.activeMeans(ctx, idNat)).toBe(true);
  });
});
