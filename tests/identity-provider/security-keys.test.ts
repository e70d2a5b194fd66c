import { sql } from 'kysely';
import type * as oidc from 'openid-client';
import { afterEach, describe, expect, it } from 'vitest';
import { endMeansOfClosed, otherMeans } from '../../src/modules/identity-provider/index.js';
import { twentyAtOnce } from '../support/context.js';
import { Browser } from './browser.js';
import { type TestMaker, testMaker } from './key-makers.js';
import { personas } from './personas.js';
import { ask, redeem } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { type Faults, type Maker, SoftKey } from './soft-key.js';
import { publish, type World } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let rp: oidc.Configuration;

useSignedUp('doctor-two-exercises', (all) => {
  ({ w, rp } = all);
});

afterEach(async () => {
  await sql`update identity_provider.security_keys set ended_at = now() where ended_at is null`.execute(
    w.ctx.db,
  );
});

async function holder(idNat = doctor.idNat): Promise<otherMeans.Holder> {
  const found = await otherMeans.holderOf(w.ctx, idNat);
  if (!found) throw new Error('nobody');
  return found;
}

async function bind(key: SoftKey, faults: Faults = {}, signedInBy = 'MOBILE', idNat = doctor.idNat) {
  const { challenge } = await otherMeans.keyOptions(w.ctx, (await holder(idNat)) as never);
  const answer = key.create(challenge, faults);
  await otherMeans.bindKey(w.ctx, await holder(idNat), { answer, challenge, name: 'Essai', signedInBy });
}

const bound = async (idNat?: string): Promise<SoftKey> => {
  const key = new SoftKey(w.origin);
  await bind(key, {}, 'MOBILE', idNat);
  return key;
};

async function start() {
  const browser = new Browser(w.origin);
  const asked = await ask(rp);
  const { url } = await browser.follow(asked.url.href);
  const page = await (await browser.go(`${url.href}/cle`)).text();
  const challenge = /&quot;challenge&quot;:&quot;([\w-]+)&quot;/.exec(page)?.[1] ?? '';
  return { browser, asked, at: `${url.href}/cle`, challenge };
}

describe('signing in by security key', () => {
  it('needs no identifier, is worth eidas1, and says WEBAUTHN', async () => {
    const key = await bound();
    const { browser, asked, at, challenge } = await start();
    const end = await browser.follow(at, { answer: key.get(challenge) });
    const tokens = await redeem(rp, end.url, asked);
    expect(tokens.claims()).toMatchObject({ acr: 'eidas1', preferred_username: doctor.idNat });
    const [held] = await otherMeans.securityKeysOf(w.ctx, (await holder()).accountId);
    expect(held?.lastUsedAt).toBeInstanceOf(Date);
  });

  const faults: readonly [string, Faults][] = [
    ['another site', { origin: 'https://pirate.example' }],
    ['another domain', { rpId: 'pirate.example' }],
    ['another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
    ['a finger that was not shown', { unverified: true }],
    ['another private key', { foreignKey: true }],
    ['a counter that went back: a copy', { counter: 1 }],
  ];
  it.each(faults)('is refused for %s', async (_what, fault) => {
    const key = await bound();
    const first = await start();
    await first.browser.follow(first.at, { answer: key.get(first.challenge) });
    const { browser, at, challenge } = await start();
    const { answer } = await browser.follow(at, { answer: key.get(challenge, fault) });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('n’a pas pu être vérifiée');
  });

  it('takes an answer once, and in the browser that asked alone', async () => {
    const key = await bound();
    const { browser, at, challenge } = await start();
    const answer = key.get(challenge);
    const thief = await start();
    expect((await thief.browser.go(thief.at, { answer })).status).toBe(422);
    const went = await twentyAtOnce(async () => {
      const { url } = await browser.follow(at, { answer });
      if (!url.searchParams.has('code')) throw new Error('no');
    });
    expect(went).toBe(1);
    for (const rubbish of ['', '{}', 'x', '{"id":null}', '[]', 'null'])
      expect((await thief.browser.go(thief.at, { answer: rubbish })).status).toBe(422);
  });

  it('speaks for nobody once taken away, or once its holder is struck off', async () => {
    const other = { ...doctor, idNat: '899780000206', version: 1 };
    await publish(w, other);
    const [taken, closed] = [await bound(other.idNat), await bound(other.idNat)];
    const [one] = await otherMeans.securityKeysOf(w.ctx, (await holder(other.idNat)).accountId);
    expect(await otherMeans.endKey(w.ctx, await holder(), one?.id ?? '')).toBe(false);
    expect(await otherMeans.endKey(w.ctx, await holder(other.idNat), one?.id ?? '')).toBe(true);
    const tries = [];
    for (const key of [taken, closed]) {
      const { browser, at, challenge } = await start();
      tries.push((await browser.follow(at, { answer: key.get(challenge) })).url.searchParams.has('code'));
    }
    expect(tries.filter(Boolean)).toHaveLength(1);
    await sql`update identity_provider.people set active = false where id_nat = ${other.idNat}`.execute(
      w.ctx.db,
    );
    await endMeansOfClosed.run(w.ctx, [other.idNat]);
    await sql`update identity_provider.people set active = true where id_nat = ${other.idNat}`.execute(
      w.ctx.db,
    );
    expect(await otherMeans.securityKeysOf(w.ctx, (await holder(other.idNat)).accountId)).toEqual([]);
  });
});

describe('binding a security key', () => {
  it.each([
    ['another site', { origin: 'https://pirate.example' }],
    ['another domain', { rpId: 'pirate.example' }],
    ['another challenge', { challenge: 'AAAA' }],
    ['a finger that was not shown', { unverified: true }],
  ])('is refused for %s', async (_what, fault) => {
    await expect(bind(new SoftKey(w.origin), fault)).rejects.toMatchObject({ status: 422 });
  });

  it('follows a sign-in by e-CPS or card only, and a key is bound once', async () => {
    for (const by of ['', 'TOTP', 'SMS', 'WEBAUTHN', 'DELEGATION'])
      await expect(bind(new SoftKey(w.origin), {}, by)).rejects.toMatchObject({ status: 403 });
    const other = { ...doctor, idNat: '899780000214', version: 1 };
    await publish(w, other);
    const key = await bound(other.idNat);
    await expect(bind(key, {}, 'CARD', other.idNat)).rejects.toMatchObject({ status: 409 });
    for (let i = 0; i < 4; i += 1) await bound(other.idNat);
    await expect(bound(other.idNat)).rejects.toMatchObject({ status: 409 });
  });
});

describe('where an operator names the makers of keys', () => {
  /** Binds a key under a configuration that takes the keys of these makers. */
  async function bindUnder(takes: readonly TestMaker[], maker: Maker | undefined) {
    const ctx = { ...w.ctx, config: { ...w.ctx.config, securityKeyMakers: takes.map(({ root }) => root) } };
    const person = await holder();
    const { challenge, attestation } = await otherMeans.keyOptions(ctx, person as never);
    const answer = new SoftKey(w.origin).create(challenge, {}, maker);
    await otherMeans.bindKey(ctx, person, { answer, challenge, name: 'Essai', signedInBy: 'MOBILE' });
    return attestation;
  }

  it('a key that shows one of them is taken, and any key where none is named, unasked', async () => {
    const [one, other] = [testMaker('Fabricant Un'), testMaker('Fabricant Deux')];
    expect(await bindUnder([other, one], one)).toBe('direct');
    expect(await bindUnder([], undefined)).toBe('none');
    expect(await bindUnder([], one)).toBe('none');
  });

  it('a key of another maker, of none, of a false one, or past its certificate is refused', async () => {
    const taken = testMaker('Fabricant Un');
    const other = testMaker('Fabricant Deux');
    const namesake = testMaker('Fabricant Un');
    const stolenChain = { key: other.key, chain: taken.chain };
    const ended = testMaker('Fabricant Fini', { endedDaysAgo: 1 });
    const authority = testMaker('Fabricant Autorite', { authority: true });
    for (const maker of [other, undefined, namesake, stolenChain, ended, authority])
      await expect(bindUnder([taken, ended, authority], maker)).rejects.toMatchObject({ status: 422 });
    expect(await otherMeans.securityKeysOf(w.ctx, (await holder()).accountId)).toEqual([]);
  });
});
