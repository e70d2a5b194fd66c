import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pairingsOf, registerEstablishment } from '../../src/modules/identity-provider/index.js';
import { Browser } from './browser.js';
import { useDelegation } from './delegated.js';
import type { Hospital, Oddities } from './hospital.js';
import type { World } from './world.js';

let w: World;
let hospital: Hospital;

const { place, start, byHospital, pairNow, accountId } = useDelegation((all) => {
  ({ w, hospital } = all);
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

  it('is as fresh as the service wants it: prompt and max_age are asked of the establishment too', async () => {
    const old = { claims: { auth_time: Math.floor(Date.now() / 1000) - 3600 } };
    const asking = async (more: Record<string, string>) =>
      byHospital(old, await start({ kc_idp_hint: 'CH-1', ...more }));
    const free = await asking({});
    expect([free.status, free.sent.searchParams.get('prompt')]).toEqual([200, null]);
    const again = await asking({ prompt: 'login' });
    expect(again.sent.searchParams.get('prompt')).toBe('login');
    const recent = await asking({ max_age: '600' });
    expect(recent.sent.searchParams.get('max_age')).toBe('600');
    for (const { status, text } of [again, recent])
      expect([status, text.includes('trop ancienne')]).toEqual([403, true]);
    expect((await byHospital({}, await start({ kc_idp_hint: 'CH-1', prompt: 'login' }))).status).toBe(200);
  });

  it('is checked with the keys that the operator gave, where there are some', async () => {
    await registerEstablishment(w.ctx, place({ jwks: hospital.publishedKeys as never }));
    const asked = hospital.calls.filter((call) => call === '/cles').length;
    expect((await byHospital()).status).toBe(200);
    expect(hospital.calls.filter((call) => call === '/cles')).toHaveLength(asked);
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const others = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k' }] };
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
    ['jwks', { jwks: { keys: [{ kty: 'RSA', n: 'AQAB', e: 'AQAB' }] } }],
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
    await expect(
      departFor(production, found, { uid: 'uid', maxAge: undefined, asksAgain: false }),
    ).rejects.toMatchObject({ status: 502 });
    expect(hospital.calls.length).toBe(before);
  });
});
