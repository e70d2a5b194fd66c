import { decodeJwt } from 'jose';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { absorbAccounts } from '../../src/modules/identity-provider/actions/absorb-accounts.js';
import { endMeansOfClosed } from '../../src/modules/identity-provider/reactions/end-means-of-closed.js';
import { rows } from '../../src/platform/db/connection.js';
import { Browser } from './browser.js';
import { personas } from './personas.js';
import { ask, redeem, relyingParty, signIn } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { activatePhone, newService, type Phone, publish, type World } from './world.js';

const nurse = personas.nurse as (typeof personas)[string];
const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
const adeli = { ...nurse, idNat: '0759876543', otherIds: [] };
const rpps = { ...nurse, otherIds: [adeli.idNat] };
let w: World;
let byAdeli: Phone;
let national: oidc.Configuration;
let stable: oidc.Configuration;

useSignedUp('doctor-two-exercises', async (all) => {
  w = all.w;
  await publish(w, adeli);
  byAdeli = await activatePhone(w, adeli.idNat);
  national = await relyingParty(w, await newService(w));
  stable = await relyingParty(w, await newService(w, { name: 'Stable', options: { subject: 'stable' } }));
});

async function open(rp: oidc.Configuration, idNat: string, phone: Phone) {
  const asked = await ask(rp);
  return redeem(rp, await signIn(new Browser(w.origin), asked, idNat, phone), asked);
}

const about = async (rp: oidc.Configuration, accessToken: string) =>
  oidc.fetchUserInfo(rp, accessToken, oidc.skipSubjectCheck);

const subjectsOf = async (rp: oidc.Configuration, tokens: Awaited<ReturnType<typeof open>>) => [
  tokens.claims()?.sub,
  decodeJwt(tokens.access_token).sub,
  (await about(rp, tokens.access_token)).sub,
  (await oidc.tokenIntrospection(rp, tokens.access_token)).sub,
];

describe('a number that turns out to be another person’s', () => {
  let before: { national: Awaited<ReturnType<typeof open>>; stable: Awaited<ReturnType<typeof open>> };
  let phone: Phone;

  beforeAll(async () => {
    before = {
      national: await open(national, adeli.idNat, byAdeli),
      stable: await open(stable, adeli.idNat, byAdeli),
    };
    await publish(w, { ...adeli, version: adeli.version + 1 }, false);
    await publish(w, rpps);
    await absorbAccounts(w.ctx, { idNats: [rpps.idNat] });
    await endMeansOfClosed.run(w.ctx, [adeli.idNat]);
    phone = await activatePhone(w, rpps.idNat);
  });

  it('goes on in the sessions that are open, under the number that remains', async () => {
    const next = await oidc.refreshTokenGrant(national, before.national.refresh_token as string);
    expect(await about(national, next.access_token)).toMatchObject({
      SubjectNameID: rpps.idNat,
      otherIds: expect.arrayContaining([expect.objectContaining({ identifiant: adeli.idNat })]),
    });
  });

  it('changes sub for a service of the national kind, in every token', async () => {
    const tokens = await open(national, rpps.idNat, phone);
    expect(before.national.claims()?.sub).toContain(adeli.idNat);
    const told = await subjectsOf(national, tokens);
    expect(new Set(told).size).toBe(1);
    expect(told[0]).toContain(rpps.idNat);
  });

  it('keeps sub for a service that asked for a stable one, in every token', async () => {
    const tokens = await open(stable, rpps.idNat, phone);
    expect(new Set(await subjectsOf(stable, tokens))).toEqual(new Set([before.stable.claims()?.sub]));
    expect(await about(stable, tokens.access_token)).toMatchObject({ SubjectNameID: rpps.idNat });
  });

  it('is taken in once, told once, and takes nobody else in', async () => {
    await absorbAccounts(w.ctx, { idNats: [rpps.idNat, doctor.idNat] });
    const told = await rows(
      w.ctx.db,
      sql<{ subject: string; data: object }>`select subject, data from platform.events
        where type = 'identity-provider.account-absorbed'`,
    );
    expect(told).toEqual([{ subject: rpps.idNat, data: { former: adeli.idNat } }]);
  });
});

describe('a visit', () => {
  it('is noted for each service that the person enters, silent where a session let them in', async () => {
    const [a, b] = [await relyingParty(w, await newService(w)), await relyingParty(w, await newService(w))];
    const doctorPhone = await activatePhone(w, doctor.idNat);
    const browser = new Browser(w.origin);
    const first = await ask(a);
    const tokens = await redeem(a, await signIn(browser, first, doctor.idNat, doctorPhone), first);
    const second = await ask(b);
    await redeem(b, (await browser.follow(second.url.href)).url, second);
    await oidc.refreshTokenGrant(a, tokens.refresh_token as string);
    const noted = await rows(
      w.ctx.db,
      sql`select client_id "clientId", means, silent from identity_provider.visits
        where sid = ${tokens.session_state as string} order by id`,
    );
    expect(noted).toEqual([
      { clientId: a.clientMetadata().client_id, means: 'MOBILE', silent: false },
      { clientId: b.clientMetadata().client_id, means: 'MOBILE', silent: true },
    ]);
  });
});
