import * as oidc from 'openid-client';
import { describe, expect, it } from 'vitest';
import { personas } from './personas.js';
import { connect } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { activatePhone, type Phone, publish, type World } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let phone: Phone;
let rp: oidc.Configuration;

useSignedUp('doctor-two-exercises', (all) => {
  ({ w, phone, rp } = all);
});

describe('userinfo', () => {
  it('S1-06 carries a new exercise name as soon as our copy has it, and no call of ours writes it', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const nameNow = async () => {
      const userinfo = await oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck);
      return (userinfo.SubjectRefPro as { exercices: { nomDexercice: string }[] }).exercices[0]?.nomDexercice;
    };
    expect(await nameNow()).toBe('EXERCICE');
    for (const method of ['POST', 'PUT', 'PATCH']) {
      await fetch(`${w.issuer}/protocol/openid-connect/userinfo`, {
        method,
        headers: {
          authorization: `Bearer ${tokens.access_token}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'nomDexercice=PIRATE',
      });
    }
    expect(await nameNow()).toBe('EXERCICE');
    const [first, ...others] = doctor.exercises;
    if (!first) throw new Error('the doctor has an exercise');
    await publish(w, { ...doctor, version: 2, exercises: [{ ...first, name: 'NOUVEAU' }, ...others] });
    expect(await nameNow()).toBe('NOUVEAU');
    await publish(w, { ...doctor, version: 1 });
    expect(await nameNow()).toBe('NOUVEAU');
  });

  it('S3-102 gives the situations of the directory, and a service keeps no credential of the person', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const userinfo = await oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck);
    const { exercices } = userinfo.SubjectRefPro as { exercices: { activities: unknown[] }[] };
    expect(exercices.flatMap((e) => e.activities)).toHaveLength(2);
    expect(JSON.stringify({ tokens, userinfo })).not.toMatch(/password|2580|jeanne\.exemple|639980042/);
    const scopes = await fetch(`${w.issuer}/protocol/openid-connect/userinfo`);
    expect(scopes.status).toBeGreaterThanOrEqual(400);
  });

  it('is refused, with refresh and introspection, once the person is struck off', async () => {
    const leaver = { ...doctor, idNat: '899780000073', version: 1 };
    await publish(w, leaver);
    const { tokens } = await connect(w, rp, leaver.idNat, await activatePhone(w, leaver.idNat));
    await publish(w, { ...leaver, version: 2 }, false);
    const answer = await fetch(`${w.issuer}/protocol/openid-connect/userinfo`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(answer.status).toBe(401);
    expect(await oidc.tokenIntrospection(rp, tokens.access_token)).toEqual({ active: false });
    await expect(oidc.refreshTokenGrant(rp, tokens.refresh_token as string)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('gives the short set to a person without a professional record', async () => {
    const cpe = personas['cpe-holder'] as (typeof personas)[string];
    await publish(w, cpe);
    const { tokens } = await connect(w, rp, cpe.idNat, await activatePhone(w, cpe.idNat));
    const userinfo = await oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck);
    expect(Object.keys(userinfo).sort()).toEqual(
      ['SubjectNameID', 'codeCivilite', 'family_name', 'given_name', 'preferred_username', 'sub'].sort(),
    );
    expect(userinfo.SubjectNameID).toBe('3750821092/CPET00001');
  });
});
