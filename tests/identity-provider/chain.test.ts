import { Kysely, PostgresDialect, sql } from 'kysely';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeMember, registerMember, registerMembers } from '../../src/modules/authorities/index.js';
import {
  contactsForActivation,
  copyPeople,
  PERSON_UPDATED,
  pscRecord,
  registerService,
} from '../../src/modules/identity-provider/index.js';
import { persons, receive } from '../../src/modules/registry/index.js';
import { as, type Ctx } from '../../src/platform/context.js';
import { eventsOf } from '../../src/platform/events.js';
import { answerOnPhone, createPhone, phoneRequests } from '../../src/sandbox/phones.js';
import { doctor } from '../registry/people.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Browser } from './browser.js';
import { ask, redeem, relyingParty } from './relying-party.js';
import { BACK } from './world.js';

let t: TestApp;
let agent: Ctx;

beforeAll(async () => {
  t = await startTestApp();
  agent = as(t.app.ctx, 'agent:essai');
});
afterAll(() => t.stop());

const correspondence = (n: number) => ({
  mail: `lea${n}@ordre.example`,
  mobile: { e164: `+336399800${n}`, original: `06 39 98 00 ${n}`, source: 'CNOM' },
});

async function register(n: number): Promise<{ memberId: string; idNat: string }> {
  const { memberId } = await registerMember(agent, doctor(n, { correspondence: correspondence(n) }));
  const [outcome] = await receive(t.app.ctx, [memberId]);
  if (outcome?.status !== 'received') throw new Error(`not received: ${JSON.stringify(outcome)}`);
  return { memberId, idNat: outcome.idNat };
}

describe('the last hop of the chain', () => {
  it('brings claims and contacts of the directory, with version and origins, and says so once', async () => {
    const { idNat } = await register(11);
    await t.settle();
    const person = (await persons(t.app.ctx, [idNat])).get(idNat);
    const events = await eventsOf(t.app.ctx, [idNat], [PERSON_UPDATED]);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ version: person?.version, origins: { CNOM: 1 } });
    expect(await contactsForActivation(t.app.ctx, idNat)).toMatchObject({
      mail: 'lea11@ordre.example',
      mobile: '+33639980011',
    });
    await copyPeople.run(t.app.ctx, [idNat]);
    await Promise.all(Array.from({ length: 5 }, () => copyPeople.run(t.app.ctx, [idNat])));
    expect(await eventsOf(t.app.ctx, [idNat], [PERSON_UPDATED])).toHaveLength(1);
  });

  it('takes as many statements for forty people as for two', async () => {
    const members = await registerMembers(
      agent,
      Array.from({ length: 42 }, (_, i) => doctor(500 + i)),
    );
    const outcomes = await receive(
      t.app.ctx,
      members.map((one) => one.memberId),
    );
    const idNats = outcomes.flatMap((one) => (one.status === 'received' ? one.idNat : []));
    await t.settle();
    await sql`delete from identity_provider.people where id_nat = any(${idNats})`.execute(t.app.ctx.db);
    let statements = 0;
    const dialect = new PostgresDialect({ pool: t.app.database.pool });
    const count = () => {
      statements += 1;
    };
    const db = new Kysely<Record<never, never>>({ dialect, log: count });
    const cost = async (some: string[]) => {
      const before = statements;
      await copyPeople.run({ ...t.app.ctx, db }, some);
      return statements - before;
    };
    const few = await cost(idNats.slice(0, 2));
    expect(few).toBeGreaterThan(2);
    expect(await cost(idNats.slice(2))).toBe(few);
    expect(await pscRecord(t.app.ctx, idNats.at(-1) ?? '')).toBeDefined();
  });

  it('never goes back to an older version', async () => {
    const { idNat } = await register(12);
    await t.settle();
    await sql`update identity_provider.people set version = 9 where id_nat = ${idNat}`.execute(t.app.ctx.db);
    await copyPeople.run(t.app.ctx, [idNat]);
    expect((await pscRecord(t.app.ctx, idNat))?.version).toBe(9);
  });

  it('S3-110 refuses a person of the RPPS who is not yet in the Annuaire with the propagation message, and accepts once published', async () => {
    const service = await registerService(t.app.ctx, { name: 'Dossier', redirectUris: [BACK] });
    const w = { issuer: `${t.origin}/auth/realms/esante-wallet`, origin: t.origin } as never;
    const rp = await relyingParty(w, service);
    const { idNat } = await register(13);
    await t.settle();
    // As it was between the register and the directory.
    const copy = await sql`delete from identity_provider.people where id_nat = ${idNat} returning *`.execute(
      t.app.ctx.db,
    );
    expect(copy.rows).toHaveLength(1);
    const browser = new Browser(t.origin);
    const asked = await ask(rp);
    const start = await browser.follow(asked.url.href);
    const early = await browser.go(start.url.href, { idNat });
    expect(early.status).toBe(422);
    expect(await early.text()).toContain('pas encore dans l’Annuaire Santé');
    await copyPeople.run(t.app.ctx, [idNat]);
    const phone = await createPhone(t.app.ctx, idNat);
    const waiting = await browser.follow(start.url.href, { idNat });
    const [request] = await phoneRequests(t.app.ctx, phone.id);
    await answerOnPhone(t.app.ctx, phone.id, request?.id ?? '', { decision: 'approve' });
    const tokens = await redeem(rp, (await browser.follow(waiting.url.href)).url, asked);
    expect(tokens.claims()?.preferred_username).toBe(idNat);
  });

  it('carries a change made at the ordre to the next userinfo of a token already given', async () => {
    const service = await registerService(t.app.ctx, { name: 'Dossier', redirectUris: [BACK] });
    const w = { issuer: `${t.origin}/auth/realms/esante-wallet`, origin: t.origin } as never;
    const rp = await relyingParty(w, service);
    const { memberId, idNat } = await register(14);
    await t.settle();
    const phone = await createPhone(t.app.ctx, idNat);
    const browser = new Browser(t.origin);
    const asked = await ask(rp);
    const waiting = await browser.follow((await browser.follow(asked.url.href)).url.href, { idNat });
    const [request] = await phoneRequests(t.app.ctx, phone.id);
    await answerOnPhone(t.app.ctx, phone.id, request?.id ?? '', { decision: 'approve' });
    const tokens = await redeem(rp, (await browser.follow(waiting.url.href)).url, asked);
    await changeMember(agent, {
      memberId,
      act: 'correct',
      change: (record) => ({
        ...record,
        exercises: record.exercises.map((e) => ({ ...e, name: 'NOUVEAU-NOM' })),
      }),
    });
    await t.settle();
    const userinfo = await oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck);
    expect(JSON.stringify(userinfo)).toContain('"nomDexercice":"NOUVEAU-NOM"');
    expect(JSON.stringify(userinfo)).not.toMatch(/ordre\.example|399800/);
  });
});

it('S0-42 there is one entry page of the portal, reachable from the tracking page, and none for other names', async () => {
  const { idNat } = await register(15);
  await t.settle();
  const session = await fetch(`${t.origin}/sandbox/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ idNat }),
  });
  const { bearer } = (await session.json()) as { bearer: string };
  const tracking = await fetch(`${t.origin}/suivi`, {
    headers: { accept: 'text/html', authorization: `Bearer ${bearer}` },
  });
  expect(await tracking.text()).toMatch(/(action|href)="\/portail-psc"/);
  const entry = await fetch(`${t.origin}/portail-psc`);
  expect(entry.status).toBe(200);
  expect(await entry.text()).toContain('Mes données chez Pro Santé Connect');
  const national = await fetch(`${t.origin}/portail-psc/login-page`);
  expect(new URL(national.url).pathname).toBe('/portail-psc');
  expect((await fetch(`${t.origin}/portail-psc/autre`)).status).toBe(404);
});
