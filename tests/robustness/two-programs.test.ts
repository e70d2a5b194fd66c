import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import { doctor, type Registered, Story } from '../../src/sandbox/kit/story.js';
import { testDatabase } from '../support/database.js';
import { compiled, ownPorts, type Running, startProgram } from './program.js';
import { chainSettled } from './whole.js';

const BACK = 'http://localhost:1/retour';

describe('two programs on one database', () => {
  let program: ReturnType<typeof compiled>;
  let [first, second]: (Running | undefined)[] = [];
  let db: pg.Client;
  let url: string;
  let story: Story;
  let bearer: string;
  let person: Registered;
  let phone: string;

  beforeAll(async () => {
    program = compiled();
    url = await testDatabase();
    const ports = [await ownPorts(), await ownPorts()] as const;
    const shared = { DATABASE_URL: url, ESCULAPE_ORIGIN: `http://localhost:${ports[0].PORT}` };
    [first, second] = await Promise.all(
      ports.map((own) => startProgram(program.main, { ...own, ...shared })),
    );
    if (!first) throw new Error('the first program did not start');
    db = new pg.Client({ connectionString: url });
    await db.connect();
    story = new Story(first.origin);
    bearer = await story.agentBearer('CNOM');
    person = await story.register('CNOM', doctor(), bearer);
    phone = (await story.phone(person.idNat)).id;
  });

  afterAll(async () => {
    await db?.end();
    await Promise.all([first?.stop(), second?.stop()]);
    program?.remove();
  });

  const origins = () => [first?.origin ?? '', second?.origin ?? ''] as const;
  const atSecond = (url: string) => url.replace(...origins());
  const clock = async (origin: string | undefined, init: RequestInit = {}) =>
    (await (
      await fetch(`${origin}/sandbox/api/clock`, {
        ...init,
        headers: { 'content-type': 'application/json' },
      })
    ).json()) as { now: string };

  /** A sign-in that waits for the phone. */
  async function waiting() {
    const client = await story.client(BACK);
    const browser = new HttpBrowser();
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: client.clientId,
      redirect_uri: BACK,
      scope: 'openid scope_all',
      state: 'state-of-the-browser',
      nonce: 'nonce-of-the-browser',
    });
    await browser.go(`${story.issuer}/protocol/openid-connect/auth?${query}`);
    await browser.submit({ idNat: person.idNat }, '');
    return { client, browser };
  }

  it('tell the same time', async () => {
    const later = new Date(Date.now() + 90 * 86_400_000).toISOString();
    const put = (now: string) => ({ method: 'PUT', body: JSON.stringify({ now }) });
    await clock(first?.origin, put(later));
    const told = async () => (await clock(second?.origin)).now.slice(0, 10);
    await expect.poll(told, { interval: 20 }).toBe(later.slice(0, 10));
    // Back again: nothing minds.
    await clock(second?.origin, put(new Date().toISOString()));
    await expect.poll(told).toBe(new Date().toISOString().slice(0, 10));
    await chainSettled(db);
  });

  it('know the same sessions', async () => {
    const url = `${second?.origin}/api/authorities/CNOM/registrations/${person.rpps}`;
    expect((await fetch(url, { headers: { authorization: `Bearer ${bearer}` } })).status).toBe(200);
    expect((await fetch(url, { headers: { authorization: 'Bearer unknown' } })).status).toBe(401);
  });

  it('count attempts together', async () => {
    // The window is a minute of the clock: the whole burst must fall into one.
    if (Date.now() % 60_000 > 50_000) await sleep(60_000 - (Date.now() % 60_000));
    const statuses: number[] = [];
    while (statuses.at(-1) !== 429 && statuses.length < 500) {
      const origin = origins()[statuses.length % 2];
      statuses.push((await fetch(`${origin}/portail-psc/api/${person.idNat}`)).status);
    }
    const allowed = statuses.filter((status) => status === 200).length;
    expect(statuses).toEqual([...Array(allowed).fill(200), 429]);
    const other = origins()[statuses.length % 2];
    expect((await fetch(`${other}/portail-psc/api/${person.idNat}`)).status).toBe(429);
    const counted = await db.query<{ hits: number }>(
      `select max(hits)::int hits from platform.rate_limits where key like 'psc-record:address:%'`,
    );
    expect(counted.rows[0]?.hits).toBe(allowed + 2);
  });

  it('end the sign-in that the other began, its waiting page told at once', async () => {
    const { client, browser } = await waiting();
    expect(browser.url).toMatch(/\/attente$/);
    const page = atSecond(browser.url);
    const atCallback = (url: string) => url.startsWith(BACK);
    const told = new HttpBrowser();
    Object.assign(told, { cookies: (browser as unknown as { cookies: unknown }).cookies });
    const decided = told.go(page.replace(/attente$/, 'evenements'));
    await new Story(second?.origin ?? '').answer(phone);
    expect((await decided).body).toContain('event: decided');
    for (let turn = 0; turn < 20 && !atCallback(browser.url); turn += 1)
      await browser.go(atSecond(browser.url), atCallback);
    const code = new URL(browser.url).searchParams.get('code') ?? '';

    // One code, twenty redemptions, half at each program.
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        fetch(`${origins()[n % 2]}/auth/realms/esante-wallet/protocol/openid-connect/token`, {
          method: 'POST',
          headers: {
            authorization: `Basic ${btoa(`${client.clientId}:${client.clientSecret}`)}`,
          },
          body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: BACK }),
        }),
      ),
    );
    const bodies = await Promise.all(answers.map((answer) => answer.json() as Promise<{ error?: string }>));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(bodies.filter(({ error }) => error === 'invalid_grant')).toHaveLength(19);
  });

  it('take over the jobs of one that is killed', async () => {
    const holder = new pg.Client(url);
    await holder.connect();
    const running = () =>
      db
        .query<{ workers: number }>(
          `select count(distinct locked_by)::int workers from graphile_worker.jobs
           where locked_by is not null and task_identifier = 'directory.project-people'`,
        )
        .then(({ rows }) => rows[0]?.workers);
    try {
      await holder.query('begin');
      await holder.query('lock table directory.entries in access exclusive mode');
      for (let n = 0; n < 8; n += 1) await story.register('CNOM', doctor(), bearer);
      // What else a registration asks for has jobs too: not every worker is at these.
      await expect.poll(running).toBe(2);
      await first?.kill();
      await holder.query('commit');
    } finally {
      await holder.end();
    }
    await chainSettled(db);
    const held = await db.query('select count(*)::int n from identity_provider.people');
    expect(held.rows[0]).toEqual({ n: 9 });
    expect(second?.errors()).toBe('');
  });
});
