import { sql } from 'kysely';
import type * as oidc from 'openid-client';
import { describe, expect, it } from 'vitest';
import { Browser } from './browser.js';
import { person, personas } from './personas.js';
import { ask, connect, redeem, relyingParty } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { activatePhone, BACK, newService, type Phone, publish, type World } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
const carer = personas['role-313'] as (typeof personas)[string];
let w: World;
let phone: Phone;
let rp: oidc.Configuration;

useSignedUp('doctor-two-exercises', (all) => {
  ({ w, phone, rp } = all);
});

async function start(more: Record<string, string> = {}) {
  const browser = new Browser(w.origin);
  const asked = await ask(rp, more);
  const { url, answer } = await browser.follow(asked.url.href);
  return { browser, asked, url, answer, page: await answer.text() };
}

async function give(idNat: string) {
  const began = await start();
  const { url, answer } = await began.browser.follow(began.url.href, { idNat });
  return { ...began, url, answer, page: await answer.text() };
}

const pendingOnPhone = async () =>
  (
    await sql<{ n: number }>`select count(*)::int n from credentials.ecps_requests
      where state = 'pending' and expires_at > now()`.execute(w.ctx.db)
  ).rows[0]?.n;

describe('the sign-in page', () => {
  it('names the service, takes the login hint, and may lead back to the service only', async () => {
    const { answer, page, url } = await start({ login_hint: doctor.idNat });
    expect(page).toContain('Connectez-vous');
    expect(page).toContain('Dossier de soins');
    expect(page).toContain(`value="${doctor.idNat}"`);
    expect(url.href).not.toContain(doctor.idNat);
    expect(answer.headers.get('content-security-policy')).toContain(
      "form-action 'self' https://service.example",
    );
  });

  it('S3-65 refuses eleven digits with «ajoutez 8 devant» and a one-click correction; with the 8 it continues', async () => {
    const refused = await give('99780000016');
    expect(refused.answer.status).toBe(422);
    expect(refused.page).toContain('ajoutez 8 devant');
    expect(refused.page).toContain('<input type="hidden" name="idNat" value="899780000016"');
    const accepted = await refused.browser.follow(refused.url.href, { idNat: '899780000016' });
    expect(accepted.url.pathname).toMatch(/\/attente$/);
    expect(await accepted.answer.text()).toMatch(/Numéro à choisir[\s\S]*\b\d{2}\b/);
    await phone.answer('refuse');
  });

  it('S3-108 sends a request to the app: accepting signs in, refusing or letting it expire does not', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    expect(tokens.claims()?.preferred_username).toBe(doctor.idNat);
    const refused = await give(doctor.idNat);
    await phone.answer('refuse');
    const after = await refused.browser.follow(refused.url.href);
    expect(after.answer.status).toBe(403);
    expect(await after.answer.text()).toContain('refusée');
    const late = await give(doctor.idNat);
    await sql`update credentials.ecps_requests set expires_at = now() - interval '1 second' where state = 'pending'`.execute(
      w.ctx.db,
    );
    const expired = await late.browser.follow(late.url.href);
    expect(expired.answer.status).toBe(403);
    expect(await expired.answer.text()).toContain('pas été confirmée à temps');
  });

  it('signs nobody in when another number was chosen on the phone', async () => {
    const { browser, url } = await give(doctor.idNat);
    await expect(phone.answer('approve', 100)).rejects.toThrow();
    const after = await browser.follow(url.href);
    expect(after.answer.status).toBe(403);
    expect(after.url.origin).toBe(w.origin);
  });

  it('waits while the phone has not answered, refreshes without script, and tells a script by events', async () => {
    const { browser, url, page } = await give(doctor.idNat);
    expect(page).toContain('http-equiv="refresh"');
    expect((await browser.follow(url.href)).answer.status).toBe(200);
    const events = await browser.go(url.href.replace(/attente$/, 'evenements'));
    expect(events.headers.get('content-type')).toContain('text/event-stream');
    await phone.answer('approve');
    expect(await events.text()).toContain('event: decided');
    expect((await browser.follow(url.href)).url.searchParams.get('code')).toBeTypeOf('string');
  });

  it('lets one of twenty parallel arrivals collect the approval, and none afterwards', async () => {
    const { browser, url } = await give(doctor.idNat);
    await phone.answer('approve');
    const ends = await Promise.all(Array.from({ length: 20 }, () => browser.follow(url.href)));
    expect(ends.filter((end) => end.url.searchParams.has('code'))).toHaveLength(1);
    expect((await browser.follow(url.href)).answer.status).toBe(400);
  });

  it('is of no use to another browser', async () => {
    const { url } = await give(doctor.idNat);
    await phone.answer('approve');
    const thief = await new Browser(w.origin).go(url.href);
    expect(thief.status).toBe(400);
    expect(await thief.text()).toContain('Cette connexion a expiré ou est terminée.');
  });

  it('goes back to the service with access_denied when the person cancels', async () => {
    const { browser, url, asked } = await start();
    const back = await browser.follow(`${url.href}/annuler`, {});
    expect(back.url.origin + back.url.pathname).toBe(BACK);
    expect(back.url.searchParams.get('error')).toBe('access_denied');
    expect(back.url.searchParams.get('state')).toBe(asked.state);
    expect((await browser.go(url.href)).status).toBe(400);
  });

  it('refuses a form sent from another site', async () => {
    const { url } = await start();
    const answer = await fetch(url, {
      method: 'POST',
      headers: { origin: 'https://pirate.example' },
      body: new URLSearchParams({ idNat: doctor.idNat }),
    });
    expect(answer.status).toBe(403);
  });

  it('stops asking one phone after thirty requests in five minutes', async () => {
    const many = { ...doctor, idNat: '899780000081', version: 1 };
    await publish(w, many);
    const { browser, url } = await start();
    const statuses = [];
    for (let i = 0; i < 31; i += 1) {
      statuses.push((await browser.go(url.href, { idNat: many.idNat })).status);
    }
    expect(new Set(statuses.slice(0, 30))).toEqual(new Set([422]));
    expect(statuses[30]).toBe(429);
  });
});

describe('who may sign in', () => {
  it('S1-02 people of the three sectors sign in to one service; somebody of no register does not', async () => {
    const worker = person('899780000099', 'ARS-11', {
      exercises: [
        {
          ...{ key: 'e', profession: '41', category: 'C', name: 'EXEMPLE', givenName: 'Camille' },
          ...{
            skills: [],
            activities: [],
            provenance: { authority: 'ARS-11', validFrom: '', recordedAt: '', act: '' },
          },
        },
      ],
    });
    for (const someone of [doctor, carer, worker]) {
      await publish(w, someone);
      const { tokens } = await connect(w, rp, someone.idNat, await activatePhone(w, someone.idNat));
      expect(tokens.claims()?.preferred_username).toBe(someone.idNat);
    }
    phone = await activatePhone(w, doctor.idNat);
    const stranger = await give('899780000107');
    expect(stranger.answer.status).toBe(422);
  });

  it('S3-109 the flow is the same for a doctor and for a role professional, and checks the directory for both', async () => {
    const flows = [];
    for (const someone of [doctor, carer]) {
      await publish(w, someone);
      const { tokens } = await connect(w, rp, someone.idNat, await activatePhone(w, someone.idNat));
      flows.push({
        scope: tokens.scope,
        acr: tokens.claims()?.acr,
        keys: Object.keys(tokens.claims() ?? {}),
      });
    }
    expect(flows[0]).toEqual(flows[1]);
    phone = await activatePhone(w, doctor.idNat);
    for (const someone of [doctor, carer]) {
      await sql`update identity_provider.people set active = false where id_nat = ${someone.idNat}`.execute(
        w.ctx.db,
      );
      expect((await give(someone.idNat)).answer.status).toBe(422);
      await sql`update identity_provider.people set active = true where id_nat = ${someone.idNat}`.execute(
        w.ctx.db,
      );
    }
  });

  it('S1-13 a person with an RPPS+ number signs in; without a number, the way to obtain one is told', async () => {
    await publish(w, carer);
    const { tokens } = await connect(w, rp, carer.idNat, await activatePhone(w, carer.idNat));
    expect(tokens.claims()?.preferred_username).toBe(carer.idNat);
    const refused = await give('899780000115');
    expect(refused.answer.status).toBe(422);
    expect(refused.page).toContain('Pas encore de numéro RPPS ou RPPS+');
    expect(refused.page).toMatch(/votre ordre|structure qui vous emploie/);
  });

  it('a published person without an e-CPS is told how to activate one, and no request leaves', async () => {
    const newcomer = { ...doctor, idNat: '899780000123', version: 1 };
    await publish(w, newcomer);
    const before = await pendingOnPhone();
    const { answer, page } = await give(newcomer.idNat);
    expect(answer.status).toBe(422);
    expect(page).toContain('/portail-psc/activation');
    expect(page).not.toContain('EXEMPLE');
    expect(await pendingOnPhone()).toBe(before);
  });

  it('the provider knows no device and the e-CPS no token: each is behind its own door', async () => {
    const tables = async (schema: string) =>
      (
        await sql<{ name: string }>`select column_name name from information_schema.columns
          where table_schema = ${schema}`.execute(w.ctx.db)
      ).rows.map((row) => row.name);
    expect((await tables('identity_provider')).filter((n) => /pin|device|public_key/.test(n))).toEqual([]);
    expect((await tables('credentials')).filter((n) => /claims|redirect|access_token/.test(n))).toEqual([]);
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    expect(tokens.claims()?.preferred_username).toBe(doctor.idNat);
  });
});

it('the code of a cancelled or foreign sign-in is nothing: only the service that asked can redeem', async () => {
  const { browser, url, asked } = await give(doctor.idNat);
  await phone.answer('approve');
  const back = (await browser.follow(url.href)).url;
  const other = await relyingParty(w, await newService(w, { name: 'Autre' }));
  await expect(redeem(other, back, asked)).rejects.toMatchObject({ error: 'invalid_grant' });
});
