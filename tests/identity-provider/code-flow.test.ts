import * as oidc from 'openid-client';
import { describe, expect, it } from 'vitest';
import { Browser } from './browser.js';
import { personas } from './personas.js';
import { ask, connect, redeem, signIn } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { BACK, type Phone, type World } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let phone: Phone;
let rp: oidc.Configuration;

useSignedUp('doctor-two-exercises', (all) => {
  ({ w, phone, rp } = all);
});

describe('the code flow', () => {
  it('signs a doctor in with a standard library, and userinfo says who it is', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const sub = tokens.claims()?.sub ?? '';
    expect(sub).toMatch(/^f:[0-9a-f-]{36}:899780000016$/);
    const userinfo = await oidc.fetchUserInfo(rp, tokens.access_token, sub);
    expect(userinfo.SubjectNameID).toBe(doctor.idNat);
  });

  it('takes the scopes that integrators send, and grants those that exist', async () => {
    const asked = await ask(rp, { scope: 'openid profile email scope_all identity offline_access' });
    const back = await signIn(new Browser(w.origin), asked, doctor.idNat, phone);
    const tokens = await redeem(rp, back, asked);
    expect(tokens.scope?.split(' ').sort()).toEqual(['identity', 'openid', 'profile', 'scope_all']);
  });

  it('gives identity alone without scope_all, and nothing of the sector', async () => {
    const asked = await ask(rp, { scope: 'openid identity' });
    const tokens = await redeem(rp, await signIn(new Browser(w.origin), asked, doctor.idNat, phone), asked);
    const userinfo = await oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck);
    expect(userinfo).toMatchObject({ SubjectNameID: doctor.idNat, family_name: 'EXEMPLE' });
    expect(userinfo).not.toHaveProperty('SubjectRefPro');
    expect(userinfo).not.toHaveProperty('otherIds');
  });

  it('answers by a form where the service wants it, which may reach that service only', async () => {
    const browser = new Browser(w.origin);
    const asked = await ask(rp, { response_mode: 'form_post' });
    const start = await browser.follow(asked.url.href);
    const waiting = await browser.follow(start.url.href, { idNat: doctor.idNat });
    await phone.answer('approve');
    const { answer } = await browser.follow(waiting.url.href);
    const page = await answer.text();
    expect(page).toContain(`action="${BACK}"`);
    expect(page).toContain(`name="state" value="${asked.state}"`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'self' 'sha256-/);
    expect(policy).toMatch(/form-action 'self' https:\/\/service\.example$/);
  });
});
