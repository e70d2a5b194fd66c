import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import { doctor, type Registered, Story } from '../../src/sandbox/kit/story.js';
import { testDatabase } from '../support/database.js';
import { compiled, ownPorts, type Running, startProgram } from './program.js';
import { type Relay, startRelay } from './relay.js';

const BACK = 'http://localhost:1/retour';

let program: ReturnType<typeof compiled>;
let [first, second]: (Running | undefined)[] = [];
let db: pg.Client;
/** What stands before both, as a load balancer would. */
let front: Relay;
let standby: number;
let person: Registered;
let phone: string;

beforeAll(async () => {
  program = compiled();
  const url = await testDatabase();
  const ports = [await ownPorts(), await ownPorts()] as const;
  front = await startRelay(Number(ports[0].PORT));
  standby = Number(ports[1].PORT);
  const shared = { DATABASE_URL: url, ESCULAPE_ORIGIN: `http://localhost:${front.port}` };
  first = await startProgram(program.main, { ...ports[0], ...shared });
  second = await startProgram(program.main, { ...ports[1], ...shared });
  db = new pg.Client({ connectionString: url });
  await db.connect();
  const story = new Story(`http://localhost:${front.port}`);
  person = await story.register('CNOM', doctor());
  phone = (await story.phone(person.idNat)).id;
});

afterAll(async () => {
  await db?.end();
  await front?.close();
  await Promise.all([first?.stop(), second?.stop()]);
  program?.remove();
});

it('S4-60 a sign-in goes on when the process that began it is killed, and the state page keeps what was measured', async () => {
  const story = new Story(`http://localhost:${front.port}`);
  const client = await story.client(BACK);
  const atCallback = (url: string) => url.startsWith(BACK);
  const query = new URLSearchParams({
    ...{ response_type: 'code', client_id: client.clientId, redirect_uri: BACK },
    ...{ scope: 'openid scope_all', state: 'etat', nonce: 'nonce' },
  });
  const browser = new HttpBrowser();
  await browser.go(`${story.issuer}/protocol/openid-connect/auth?${query}`);
  await browser.submit({ idNat: person.idNat }, '');
  expect(browser.url).toMatch(/\/attente$/);
  await db.query(`insert into tracking.beats (minute, part, answered)
    select date_trunc('minute', now()) - n * interval '1 minute', part, true
    from generate_series(2, 60) n, unnest(array['sign-in', 'keys', 'directory']) part on conflict do nothing`);

  await first?.kill();
  await expect(fetch(`${first?.origin}/healthz`)).rejects.toThrow();
  await front.cut();
  await front.restore(standby);
  const ready = () =>
    fetch(`${story.origin}/healthz`).then(
      ({ status }) => status,
      () => 0,
    );
  await expect.poll(ready).toBe(200);

  await story.answer(phone);
  for (let turn = 0; turn < 20 && !atCallback(browser.url); turn += 1)
    await browser.go(browser.url, atCallback);
  const code = new URL(browser.url).searchParams.get('code') ?? '';
  const issuer = `${story.issuer}/protocol/openid-connect`;
  const redeem = () =>
    fetch(`${issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${client.clientId}:${client.clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: BACK }),
    });
  const redeemed = await redeem();
  expect(redeemed.status).toBe(200);
  const { access_token: token } = (await redeemed.json()) as { access_token: string };
  const userinfo = await fetch(`${issuer}/userinfo`, { headers: { authorization: `Bearer ${token}` } });
  expect(((await userinfo.json()) as { SubjectNameID: string }).SubjectNameID).toBe(person.idNat);
  expect((await redeem()).status).toBe(400);

  const state = (await (await fetch(`${story.origin}/services/etat`)).text()).replaceAll(/<[^>]+>/g, ' ');
  expect(state).toContain('Disponibilité');
  expect(state).toMatch(/Connexion \(Pro Santé Connect\)\s+\d+(,\d+)?\s%/);
});
