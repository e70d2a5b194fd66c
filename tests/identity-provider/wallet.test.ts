import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSession, userOfToken } from '../../src/modules/access/index.js';
import { ecps } from '../../src/modules/credentials/index.js';
import { tellLogout, wallet } from '../../src/modules/identity-provider/index.js';
import { rows } from '../../src/platform/db/connection.js';
import type { Browser } from './browser.js';
import { personas } from './personas.js';
import { ask, connect, redeem, relyingParty, type Service } from './relying-party.js';
import { activatePhone, newService, type Phone, publish, type World, world } from './world.js';

const nurse = personas.nurse as (typeof personas)[string];
const carer = personas['role-313'] as (typeof personas)[string];
let w: World;
let phone: Phone;
let carerPhone: Phone;
let service: Service;
let rp: oidc.Configuration;
let other: oidc.Configuration;

beforeAll(async () => {
  w = await world(['/portefeuille', '/connexion']);
  for (const person of [nurse, carer]) await publish(w, person);
  [phone, carerPhone] = [await activatePhone(w, nurse.idNat), await activatePhone(w, carer.idNat)];
  service = await newService(w, { options: { backchannelLogoutUri: 'http://127.0.0.1:9/deconnexion' } });
  rp = await relyingParty(w, service);
  other = await relyingParty(w, await newService(w, { name: 'Messagerie' }));
});
beforeEach(() => wallet.closeOwnSessions(w.ctx, nurse.idNat));
afterAll(() => w.close());

/** Signs in to both services in one new browser. */
async function signedIn() {
  const { browser, tokens } = await connect(w, rp, nurse.idNat, phone);
  const asked = await ask(other);
  const second = await redeem(other, (await browser.follow(asked.url.href)).url, asked);
  return { browser, tokens, second };
}

const active = async (party: oidc.Configuration, token: string) =>
  (await oidc.tokenIntrospection(party, token)).active;

const silently = async (browser: Browser) =>
  (await browser.follow((await ask(rp)).url.href)).url.searchParams.has('code');

/** Opens a page of the wallet, or sends a form of it, under a session of the portals. */
const page = (token: string, path = '', form?: Record<string, string>) =>
  fetch(`${w.origin}/portefeuille${path}`, {
    redirect: 'manual',
    headers: { accept: 'text/html', origin: w.origin, cookie: `esculape_session=${token}` },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });

describe('the sessions of a person', () => {
  it('are listed by session, with each service entered under it; those of others are not', async () => {
    const { tokens } = await signedIn();
    await connect(w, rp, carer.idNat, carerPhone);
    const sessions = await wallet.openSessions(w.ctx, nurse.idNat);
    expect(sessions).toMatchObject([
      {
        sid: tokens.session_state,
        means: 'MOBILE',
        services: [{ name: 'Dossier de soins' }, { name: 'Messagerie' }],
      },
    ]);
  });

  it('are listed while a service still has tokens, even when the browser’s was idle too long', async () => {
    const { tokens } = await signedIn();
    const idle = (model: string) =>
      sql`update identity_provider.artifacts set expires_at = now() where model = ${model}`.execute(w.ctx.db);
    await idle('Session');
    expect(await wallet.openSessions(w.ctx, nurse.idNat)).toHaveLength(1);
    await oidc.refreshTokenGrant(rp, tokens.refresh_token ?? '');
    await idle('AccessToken');
    await idle('RefreshToken');
    expect(await wallet.openSessions(w.ctx, nurse.idNat)).toEqual([]);
  });

  it('closed one by one, end every token under it and tell the services; another one stays open', async () => {
    const [one, two] = [await signedIn(), await connect(w, rp, nurse.idNat, phone)];
    const sid = one.tokens.session_state as string;
    const { token } = await openSession(w.ctx, {
      idNat: nurse.idNat,
      signedInBy: 'psc',
      idToken: one.tokens.id_token as string,
    });
    const here = await openSession(w.ctx, {
      idNat: nurse.idNat,
      signedInBy: 'psc',
      idToken: two.tokens.id_token as string,
    });
    const asked = await page(here.token, '/session', { sid });
    expect(await asked.text()).toContain('Cela ne se défait pas');
    expect(await active(rp, one.tokens.access_token)).toBe(true);
    expect((await page(here.token, '/session', { sid, confirme: 'oui' })).status).toBe(303);
    expect(await active(rp, one.tokens.access_token)).toBe(false);
    expect(await active(other, one.second.access_token)).toBe(false);
    await expect(oidc.refreshTokenGrant(rp, one.tokens.refresh_token ?? '')).rejects.toThrow();
    expect(await silently(one.browser)).toBe(false);
    expect(await userOfToken(w.ctx, token)).toBeUndefined();
    const told = await rows(
      w.ctx.db,
      sql`select j.id from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = ${tellLogout.name} and j.payload ->> 'sid' = ${sid}`,
    );
    expect(told).toHaveLength(1);
    expect(await active(rp, two.tokens.access_token)).toBe(true);
    expect(await userOfToken(w.ctx, here.token)).toBeDefined();
  });

  it('cannot be closed by somebody else, nor twice', async () => {
    const { tokens } = await signedIn();
    const sid = tokens.session_state as string;
    const stranger = await openSession(w.ctx, { idNat: carer.idNat });
    for (const form of [{ sid }, { sid, confirme: 'oui' }])
      expect((await page(stranger.token, '/session', form)).status).toBe(404);
    expect(await active(rp, tokens.access_token)).toBe(true);
    await wallet.closeOwnSession(w.ctx, nurse.idNat, sid);
    await expect(wallet.closeOwnSession(w.ctx, nurse.idNat, sid)).rejects.toMatchObject({
      code: 'identity-provider.unknown-session',
    });
  });

  it('are all closed together, those of the portals too', async () => {
    const [one, two] = [await signedIn(), await connect(w, rp, nurse.idNat, phone)];
    const { token } = await openSession(w.ctx, { idNat: nurse.idNat, signedInBy: 'psc' });
    const answer = await page(token, '/sessions', { confirme: 'oui' });
    expect(await answer.text()).toContain('Vos sessions sont fermées');
    for (const { tokens } of [one, two]) expect(await active(rp, tokens.access_token)).toBe(false);
    expect(await userOfToken(w.ctx, token)).toBeUndefined();
    expect(await wallet.openSessions(w.ctx, nurse.idNat)).toEqual([]);
  });
});

describe('the wallet', () => {
  it('does not open to somebody who signed in by mail at their ordre', async () => {
    const { token } = await openSession(w.ctx, { idNat: nurse.idNat, signedInBy: 'ONI' });
    const answer = await page(token);
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/connexion/psc?retour=/portefeuille',
    ]);
  });

  it('turns the pages of past visits, newest first, and says when there is none', async () => {
    const { token } = await openSession(w.ctx, { idNat: nurse.idNat });
    await sql`delete from identity_provider.visits`.execute(w.ctx.db);
    expect(await (await page(token, '/historique')).text()).toContain('Aucune connexion');
    await sql`insert into identity_provider.visits (account_id, client_id, sid, means, silent)
      select account_id, ${service.clientId}, 's' || n, 'CARD', n % 2 = 0 from identity_provider.people,
        generate_series(1, 30) n where id_nat = ${nurse.idNat}`.execute(w.ctx.db);
    const first = await wallet.ownVisits(w.ctx, nurse.idNat, { limit: 100 });
    const html = await (await page(token, '/historique')).text();
    const next = /href="\/portefeuille\/historique\?avant=(\d+)"/.exec(html)?.[1];
    expect(next).toBe(String(first[24]?.id));
    const rest = await (await page(token, `/historique?avant=${next}`)).text();
    expect(rest.match(/<tr role="row">/g)).toHaveLength(6);
    expect(rest).not.toContain('Page suivante');
  });

  it('ends the e-CPS of a lost phone at once, journaled and told by mail, and the sessions when asked', async () => {
    const { tokens } = await signedIn();
    const mails = w.mails.length;
    const { token } = await openSession(w.ctx, { idNat: nurse.idNat });
    await page(token, '/telephone-perdu', {});
    expect(await ecps.activeMeans(w.ctx, nurse.idNat)).toBe(false);
    expect(await active(rp, tokens.access_token)).toBe(true);
    expect(w.mails).toHaveLength(mails + 1);
    expect(w.mails.at(-1)?.text).toContain('Ce n’était pas vous ?');
    const lines = await rows(
      w.ctx.db,
      sql`select outcome from platform.journal where act = 'identity-provider.report-phone-lost'`,
    );
    expect(lines).toEqual([{ outcome: 'done' }]);
    const again = await page(token, '/telephone-perdu', {});
    expect(again.headers.get('location')).toContain('sans-e-cps');
    expect(w.mails).toHaveLength(mails + 1);
    await page(token, '/telephone-perdu', { sessions: 'oui' });
    expect(await active(rp, tokens.access_token)).toBe(false);
    phone = await activatePhone(w, nurse.idNat);
  });
});
