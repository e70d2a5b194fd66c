import * as oidc from 'openid-client';
import { describe, expect, it } from 'vitest';
import { Browser } from './browser.js';
import { personas } from './personas.js';
import { ask, redeem, relyingParty, signIn } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { newService, type Phone, type World } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let phone: Phone;

useSignedUp('doctor-two-exercises', (all) => {
  ({ w, phone } = all);
});

async function userinfo(claims: 'clean' | 'national', scope: string) {
  const rp = await relyingParty(w, await newService(w, { options: { claims } }));
  const asked = await ask(rp, { scope });
  const tokens = await redeem(rp, await signIn(new Browser(w.origin), asked, doctor.idNat, phone), asked);
  return (await oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck)) as Record<
    string,
    unknown
  >;
}

/** Every value of a JSON document, however deep. */
const values = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(values) : [value];

describe('clean claims', () => {
  it('name the person as OpenID Connect does, with words next to codes and nothing empty', async () => {
    const claims = await userinfo('clean', 'openid scope_all');
    expect(claims).toMatchObject({
      national_id: doctor.idNat,
      rpps: doctor.idNat.slice(1),
      auth_mode: 'MOBILE',
      other_ids: [{ value: '0751234567', origin: 'ADELI' }],
    });
    expect(values(claims)).not.toContain('');
    expect(values(claims)).not.toContain(null);
    const exercises = claims.exercises as { profession: object; skills: object[] }[];
    expect(exercises).toHaveLength(doctor.exercises.length);
    for (const { profession } of exercises)
      expect(profession).toEqual({ code: expect.any(String), label: expect.any(String) });
    expect(claims).not.toHaveProperty('SubjectRefPro');
    expect(claims).not.toHaveProperty('fhir');
  });

  it('hold every savoir-faire, where the national format has one slot', async () => {
    const claims = await userinfo('clean', 'openid scope_all');
    const given = (claims.exercises as { skills: object[] }[]).map(({ skills }) => skills.length);
    expect(given).toEqual(doctor.exercises.map(({ skills }) => skills.length));
  });

  it('hold the resources of the FHIR door for those who ask for them', async () => {
    const claims = await userinfo('clean', 'openid fhir');
    const { practitioners, roles } = claims.fhir as Record<string, { resourceType: string; id: string }[]>;
    expect(practitioners).toHaveLength(doctor.exercises.length);
    expect(new Set(practitioners?.map(({ resourceType }) => resourceType))).toEqual(
      new Set(['Practitioner']),
    );
    expect(roles?.length).toBe(doctor.exercises.flatMap(({ activities }) => activities).length);
    expect(claims).not.toHaveProperty('exercises');
  });

  it('never hold what the national ones keep back: birth, contacts of the person', async () => {
    const text = JSON.stringify(await userinfo('clean', 'openid scope_all fhir'));
    const { civilStatus, correspondence } = doctor;
    const kept = [civilStatus?.birthDate, correspondence?.mail, correspondence?.mobile?.e164].filter(Boolean);
    expect(kept.length).toBeGreaterThan(1);
    for (const secret of kept) expect(text).not.toContain(secret);
  });

  it('leave the national ones as they are, to the letter', async () => {
    const claims = await userinfo('national', 'openid scope_all fhir');
    expect(claims).toHaveProperty('SubjectRefPro');
    for (const name of ['national_id', 'exercises', 'fhir', 'other_ids'])
      expect(claims).not.toHaveProperty(name);
  });
});
