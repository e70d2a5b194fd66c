import type * as oidc from 'openid-client';
import { fetchUserInfo, refreshTokenGrant, skipSubjectCheck } from 'openid-client';
import { expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { absorbAccounts } from '../../src/modules/identity-provider/actions/absorb-accounts.js';
import { keepOwnIdentity } from '../../src/modules/identity-provider/index.js';
import { endMeansOfClosed } from '../../src/modules/identity-provider/reactions/end-means-of-closed.js';
import { nationalClaims } from '../../src/modules/identity-provider/rules/national-claims.js';
import { journalOf } from '../../src/platform/journal.js';
import { Browser } from './browser.js';
import { personas } from './personas.js';
import { ask, redeem, relyingParty, signIn } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { activatePhone, newService, type Phone, publish, type World } from './world.js';

const nurse = personas.nurse as (typeof personas)[string];
const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
const [PSI, OTHER] = ['855e8700-e29b-41d4-a716-446655440000', '955e8700-e29b-41d4-a716-446655440000'];
let w: World;
let stable: oidc.Configuration;

async function given(idNat: string, like = nurse): Promise<Phone> {
  const { provenance: _, ...correspondence } = like.correspondence as NonNullable<typeof like.correspondence>;
  await keepOwnIdentity(w.ctx, { idNat, userinfo: nationalClaims(like), correspondence });
  return activatePhone(w, idNat);
}

async function open(idNat: string, phone: Phone) {
  const asked = await ask(stable);
  return redeem(stable, await signIn(new Browser(w.origin), asked, idNat, phone), asked);
}

const tell = async (person: typeof nurse) => {
  await publish(w, person);
  await absorbAccounts(w.ctx, { idNats: [person.idNat] });
};

useSignedUp('doctor-two-exercises', async (all) => {
  w = all.w;
  stable = await relyingParty(w, await newService(w, { name: 'Stable', options: { subject: 'stable' } }));
});

it('an identity of Pro Santé Connect goes on under the RPPS number that came later, with its sessions and its name', async () => {
  const phone = await given(PSI);
  const before = await open(PSI, phone);
  await tell({ ...nurse, otherIds: [PSI] });
  await endMeansOfClosed.run(w.ctx, [PSI]);
  const next = await refreshTokenGrant(stable, before.refresh_token as string);
  expect(await fetchUserInfo(stable, next.access_token, skipSubjectCheck)).toMatchObject({
    SubjectNameID: nurse.idNat,
    otherIds: expect.arrayContaining([{ identifiant: PSI, origine: 'PSI', qualite: 2 }]),
  });
  expect(next.claims()?.sub).toBe(before.claims()?.sub);

  expect(await ecps.activeMeans(w.ctx, PSI)).toBe(false);
  const now = await activatePhone(w, nurse.idNat);
  // Who still types the former identity is led to the number that took it in.
  expect((await open(PSI, now)).claims()?.sub).toBe(before.claims()?.sub);
  expect((await journalOf(w.ctx, PSI)).map(({ act }) => act)).toContain(
    'identity-provider.take-in-own-identity',
  );
});

it('nobody takes in an identity that is not told to be his, nor a second time, nor once struck off', async () => {
  const phone = await given(OTHER, doctor);
  await tell({ ...nurse, version: nurse.version + 1, otherIds: [PSI] });
  await publish(w, { ...doctor, version: doctor.version + 1, otherIds: [OTHER] }, false);
  await absorbAccounts(w.ctx, { idNats: [nurse.idNat, doctor.idNat] });
  expect((await open(OTHER, phone)).claims()?.sub).toContain(OTHER);
  const acts = (await journalOf(w.ctx, PSI)).map(({ act }) => act);
  expect(acts.filter((act) => act === 'identity-provider.take-in-own-identity')).toHaveLength(1);
});
