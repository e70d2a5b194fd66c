import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectToEsculape, type Esculape, EsculapeError } from '../../src/testing/index.js';
import { startTestApp, type TestApp } from '../support/app.js';

const BACK = 'http://localhost:1/retour';
let running: TestApp;
let psc: Esculape;
let rp: oidc.Configuration;
let idNat: string;

beforeAll(async () => {
  running = await startTestApp();
  psc = connectToEsculape(running.origin);
  idNat = await psc.register();
  const { clientId, clientSecret } = await psc.client({
    redirectUris: [BACK],
    options: { ciba: { delivery: 'poll' } },
  });
  rp = await oidc.discovery(new URL(psc.issuer), clientId, clientSecret, undefined, {
    execute: [oidc.allowInsecureRequests],
  });
});
afterAll(() => running.stop());

async function authorizationUrl() {
  const verifier = oidc.randomPKCECodeVerifier();
  const url = oidc.buildAuthorizationUrl(rp, {
    ...{ redirect_uri: BACK, scope: 'openid scope_all', acr_values: 'eidas1' },
    ...{ code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
  });
  return { href: url.href, verifier };
}

/** A sign-in that waits for the phone, as a thick client asks for one. */
const ask = (message = '42') =>
  oidc.initiateBackchannelAuthentication(rp, {
    ...{ scope: 'openid scope_all', login_hint: idNat, binding_message: message, acr_values: 'eidas1' },
  });

const collect = (request: Awaited<ReturnType<typeof ask>>) =>
  oidc.pollBackchannelAuthenticationGrant(rp, { ...request, interval: 0.01 } as typeof request);

describe('the test kit', () => {
  it('signs a registered person in through the pages, without a browser', async () => {
    const phone = await psc.phone(idNat);
    const { href, verifier } = await authorizationUrl();
    const back = await psc.signIn(href, idNat, phone);
    const tokens = await oidc.authorizationCodeGrant(rp, back, { pkceCodeVerifier: verifier });
    const userinfo = await oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck);
    expect(userinfo.SubjectNameID).toBe(idNat);
    await expect(psc.signIn(href, '899700000000', phone)).rejects.toThrow('no sign-in was asked');
  });

  it('scripts the phone: it approves late, refuses, picks a wrong number, or lets time pass', async () => {
    const phone = await psc.phone(idNat);
    const late = await ask();
    const begun = performance.now();
    await phone.approve({ after: 300 });
    // A timer may end a moment early.
    expect(performance.now() - begun).toBeGreaterThan(290);
    expect((await collect(late)).access_token).toBeTypeOf('string');
    for (const act of [() => phone.refuse(), () => phone.chooseWrongNumber()]) {
      const request = await ask();
      await act();
      await expect(collect(request)).rejects.toMatchObject({ error: 'access_denied' });
    }
    await ask();
    expect((await phone.requests())[0]).toMatchObject({ numbers: expect.arrayContaining([42]) });
    await phone.approve();
    await expect(phone.next(150)).rejects.toThrow('no sign-in reached');
  });

  it('answers by itself while it is told to', async () => {
    const phone = await psc.phone(idNat);
    const stop = phone.approveAll();
    const request = await ask('07');
    expect((await oidc.pollBackchannelAuthenticationGrant(rp, request)).id_token).toBeTypeOf('string');
    stop();
  });

  it('leaves the phone to itself: each sign-in to come gets a step of its script, and what comes after gets the rest', async () => {
    const phone = await psc.phone(idNat);
    const ends = { error: 'access_denied' };
    const steps = [
      { do: 'refuse' },
      { do: 'wrong-number' },
      { do: 'wrong-code' },
      { do: 'approve' },
    ] as const;
    expect(await phone.script({ steps: [...steps] })).toMatchObject({ played: 0, steps: { length: 4 } });
    const answered = async () => {
      const request = await ask();
      await expect.poll(() => phone.requests()).toEqual([]);
      return collect(request);
    };
    await expect(answered()).rejects.toMatchObject(ends);
    await expect(answered()).rejects.toMatchObject(ends);
    // The wrong code leaves the sign-in waiting: it gets the next step.
    expect((await answered()).access_token).toBeTypeOf('string');
    expect((await phone.played())?.played).toBe(4);
    await ask();
    expect(await phone.next()).toMatchObject({ service: expect.any(String) });
    await phone.refuse();
  });

  it('plays the same step for whatever comes, after a delay, and nothing once the script is taken away', async () => {
    const phone = await psc.phone(idNat);
    await phone.script({ steps: [{ do: 'ignore' }], otherwise: { do: 'approve', after: 0.2 } });
    const ignored = await ask('11');
    await expect.poll(async () => (await phone.played())?.played).toBe(1);
    const [left] = await phone.requests();
    const approved = await ask('12');
    await expect.poll(() => phone.requests()).toEqual([left]);
    expect((await collect(approved)).access_token).toBeTypeOf('string');
    await phone.script({});
    expect(await phone.played()).toMatchObject({ steps: [], played: 0 });
    await phone.approve();
    expect((await collect(ignored)).access_token).toBeTypeOf('string');
    await expect(phone.script({ steps: [{ do: 'approve', after: -1 }] })).rejects.toMatchObject({
      status: 422,
    });
  });

  it('gives cards, people, time and messages, and says what was refused', async () => {
    const card = await psc.card(idNat);
    expect(card).toMatchObject({
      pin: expect.stringMatching(/^\d{4}$/),
      puk: expect.stringMatching(/^\d{8}$/),
    });
    expect(card.pkcs12.length).toBeGreaterThan(1000);
    expect((await psc.person({ profession: '10' })).idNat).toMatch(/^8997/);
    await expect(psc.person({ profession: '99999' })).rejects.toThrow('nobody');
    const before = await psc.now();
    await psc.advance('PT24H');
    expect((await psc.now()).getTime() - before.getTime()).toBeGreaterThanOrEqual(24 * 3_600_000);
    await psc.setNow(before);
    expect((await psc.messages()).some(({ channel }) => channel === 'sms')).toBe(true);
    const refused = await psc.phone('899700000000').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(EsculapeError);
    expect(refused).toMatchObject({ status: 422 });
  });
});
