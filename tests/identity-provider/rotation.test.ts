import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { describe, expect, it } from 'vitest';
import { keepKeysFresh, revokeKey, rotateKeys } from '../../src/modules/identity-provider/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { Browser } from './browser.js';
import { ask, redeem, relyingParty, signIn } from './relying-party.js';
import { type SignedUp, useSignedUp } from './signed-up.js';
import type { World } from './world.js';

let w: World;
let all: SignedUp;

useSignedUp('nurse', (signedUp) => {
  all = signedUp;
  w = signedUp.w;
});

const CERTS = '/protocol/openid-connect/certs';
const published = async (): Promise<string[]> => {
  const { keys } = (await (await fetch(w.issuer + CERTS)).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
};

const active = async () => {
  const [row] = await rows(
    w.ctx.db,
    sql<{ kid: string }>`select kid from identity_provider.signing_keys where state = 'active'`,
  );
  return row?.kid ?? '';
};

const makeDue = () =>
  sql`update identity_provider.signing_keys set use_from = now() where state = 'next'`.execute(w.ctx.db);

async function signedIn() {
  const browser = new Browser(w.origin);
  const asked = await ask(all.rp);
  const tokens = await redeem(all.rp, await signIn(browser, asked, all.person.idNat, all.phone), asked);
  return { browser, tokens };
}

/** One more sign-in with what the browser has, through every call that a service makes. */
async function once(browser: Browser): Promise<string> {
  // Discovered anew: a service whose copy of the keys is older than the new key reads them again.
  const rp = await relyingParty(w, all.service);
  const asked = await ask(rp);
  const tokens = await redeem(rp, (await browser.follow(asked.url.href)).url, asked);
  const who = await oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck);
  expect(who.SubjectNameID).toBe(all.person.idNat);
  expect(await oidc.tokenIntrospection(rp, tokens.access_token)).toMatchObject({ active: true });
  await jwtVerify(tokens.id_token ?? '', createRemoteJWKSet(new URL(w.issuer + CERTS)));
  return decodeProtectedHeader(tokens.id_token ?? '').kid ?? '';
}

/** Signs in again and again until the key of the ID token is that one; `done` counts the sign-ins. */
async function until(browser: Browser, isIt: (kid: string) => boolean, done = { count: 0 }): Promise<void> {
  for (;;) {
    const kid = await once(browser);
    done.count += 1;
    if (isIt(kid)) return;
  }
}

describe('a change of signing key', () => {
  it('fails no sign-in, before, during and after, and what the former key signed is still good', async () => {
    const { browser, tokens } = await signedIn();
    const former = await active();
    const before = [{ count: 0 }, { count: 0 }];
    const working = before.map((done) => until(browser, (kid) => kid !== former, done));
    await rotateKeys(w.ctx, 'essai de charge');
    await expect.poll(published).toHaveLength(2);
    expect(await active()).toBe(former);
    await expect.poll(() => before.every(({ count }) => count > 0)).toBe(true);
    await makeDue();
    await keepKeysFresh(w.ctx);
    await Promise.all(working);
    expect(await once(browser)).toBe(await active());
    await jwtVerify(tokens.id_token ?? '', createRemoteJWKSet(new URL(w.issuer + CERTS)));
    expect(await oidc.tokenIntrospection(all.rp, tokens.access_token)).toMatchObject({ active: true });
    const out = oidc.buildEndSessionUrl(all.rp, { id_token_hint: tokens.id_token ?? '' });
    expect((await fetch(out)).status).toBe(204);
    expect(await oidc.tokenIntrospection(all.rp, tokens.access_token)).toEqual({ active: false });
  });

  it('tells services for how long they may keep the keys, and shows the public part only', async () => {
    const answer = await fetch(w.issuer + CERTS);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
    for (const key of ((await answer.json()) as { keys: object[] }).keys)
      expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });

  it('that leaked takes the key away: what it signed is refused, and sign-ins go on with another', async () => {
    const { browser, tokens } = await signedIn();
    const leaked = await active();
    expect(decodeProtectedHeader(tokens.id_token ?? '').kid).toBe(leaked);
    const working = until(browser, (kid) => kid !== leaked);
    const { kid } = await revokeKey(w.ctx, { reason: 'essai de fuite' });
    expect(kid).toBe(leaked);
    await working;
    await expect.poll(published).not.toContain(leaked);
    expect(await oidc.tokenIntrospection(all.rp, tokens.access_token)).toEqual({ active: false });
    const next = await oidc.refreshTokenGrant(all.rp, tokens.refresh_token ?? '');
    expect(decodeProtectedHeader(next.id_token ?? '').kid).not.toBe(leaked);
    const [line] = await rows(
      w.ctx.db,
      sql`select reason from platform.journal where act = 'identity-provider.revoke-key'`,
    );
    expect(line).toEqual({ reason: 'essai de fuite' });
  });
});
