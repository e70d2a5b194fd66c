import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personas } from './personas.js';
import { connect, relyingParty } from './relying-party.js';
import { activatePhone, newService, type Phone, publish, type World, world } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let phone: Phone;
let rp: oidc.Configuration;

beforeAll(async () => {
  w = await world();
  await publish(w, doctor);
  phone = await activatePhone(w, doctor.idNat);
  rp = await relyingParty(w, await newService(w));
});
afterAll(() => w.stop());

describe('the code flow', () => {
  it('signs a doctor in with a standard library, and userinfo says who it is', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const sub = tokens.claims()?.sub ?? '';
    expect(sub).toMatch(/^f:[0-9a-f-]{36}:899780000016$/);
    const userinfo = await oidc.fetchUserInfo(rp, tokens.access_token, sub);
    expect(userinfo.SubjectNameID).toBe(doctor.idNat);
  });
});
