import type { OperationOutcome } from 'fhir/r4.js';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { authorised } from '../../src/modules/directory/fhir/authorise.js';
import { apiKeys } from '../../src/modules/directory/index.js';
import { Gate } from '../../src/modules/directory/keys/gate.js';
import { Meter } from '../../src/modules/directory/keys/meter.js';
import { blockOf } from '../../src/modules/directory/rules/quota.js';
import { one, rows } from '../../src/platform/db/connection.js';
import type { Refusal } from '../../src/platform/errors.js';
import { journalOf } from '../../src/platform/journal.js';
import { startDoor, type TestDoor } from '../support/door.js';

const KEY = /esa_[\w-]{32}/;

let world: TestDoor;

beforeAll(async () => {
  world = await startDoor(['/fhir/v2', '/annuaire', '/exploitation']);
});
afterAll(() => world.close());

const cookieOf = async (role: 'integrator' | 'operator') =>
  `esculape_session=${(await openSession(world.ctx, { role })).token}`;

async function page(path: string, cookie: string, form?: Record<string, string>) {
  const answer = await fetch(world.origin + path, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { accept: 'text/html', origin: world.origin, cookie },
    ...(form && { body: new URLSearchParams(form) }),
  });
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
}

async function ask(key?: string) {
  const answer = await fetch(`${world.origin}/fhir/v2/Practitioner?_count=1`, {
    headers: key === undefined ? {} : { 'ESANTE-API-KEY': key },
  });
  const body = (await answer.json()) as OperationOutcome;
  return { status: answer.status, says: body.issue?.[0], wait: answer.headers.get('retry-after') };
}

/** An application of an account of its own, so that no test counts against another. */
const application = (eachMinute?: number) =>
  apiKeys.createApplication(world.ctx, {
    owner: crypto.randomUUID(),
    ownerName: 'Essai',
    name: 'Essai',
    ...(eachMinute !== undefined && { eachMinute }),
  });

/** Asks until the answer is this one: a process believes a key for three seconds. */
async function until(status: number, key: string) {
  for (const end = Date.now() + 120_000; ; ) {
    const answer = await ask(key);
    if (answer.status === status || Date.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('the page of the keys', () => {
  it('gives an integrator a key shown once, counts its calls, renews it with an overlap and takes it back', async () => {
    const cookie = await cookieOf('integrator');
    const made = await page('/annuaire/cles', cookie, { nom: 'Agenda de recette' });
    const first = KEY.exec(made.text)?.[0] ?? '';
    expect([made.status, first.length]).toEqual([200, 36]);
    const { id } = (await one(
      world.ctx.db,
      sql<{ id: string }>`select id from directory.applications where name = 'Agenda de recette'`,
    )) as { id: string };
    expect((await ask(first)).status).toBe(200);
    const shown = await page(`/annuaire/cles/${id}`, cookie);
    expect(shown.text).not.toContain(first);
    expect(shown.text).toContain(`${first.slice(0, 8)}…`);
    expect(shown.text).toMatch(/<td[^>]*>1<\/td>/);
    const renewed = await page(`/annuaire/cles/${id}/renouvellement`, cookie, {});
    const second = KEY.exec(renewed.text)?.[0] ?? '';
    expect([(await ask(first)).status, (await ask(second)).status]).toEqual([200, 200]);
    const before = world.ctx.clock.now();
    await world.app.clock.set(new Date(before.getTime() + 8 * 86_400_000));
    expect([(await ask(first)).says?.diagnostics, (await ask(second)).status]).toEqual([
      expect.stringContaining('has ended'),
      200,
    ]);
    await world.app.clock.set(before);
    const keys = (await apiKeys.application(world.ctx, id))?.keys ?? [];
    const { id: key } = keys[0] as { id: string };
    const taken = await page(`/annuaire/cles/${id}/revocation`, cookie, { cle: key });
    expect([taken.status, (await ask(second)).status]).toEqual([303, 401]);
    const acts = (await journalOf(world.ctx, id)).map(({ act }) => act);
    expect(acts).toEqual(['directory.revoke-key', 'directory.renew-key', 'directory.create-application']);
  });

  it('keeps hashes alone, and shows nobody the keys of another', async () => {
    const { id, key } = await application();
    const kept = await rows(
      world.ctx.db,
      sql`select * from directory.api_keys where application = ${id}::uuid`,
    );
    expect(JSON.stringify(kept)).not.toContain(key.slice(8));
    const cookie = await cookieOf('integrator');
    expect((await page(`/annuaire/cles/${id}`, cookie)).status).toBe(404);
    expect((await page(`/annuaire/cles/${id}/renouvellement`, cookie, {})).status).toBe(404);
    expect((await ask(key)).status).toBe(200);
  });

  it('refuses a name that says nothing, and an eleventh application, also when all are asked for at once', async () => {
    const cookie = await cookieOf('integrator');
    const empty = await page('/annuaire/cles', cookie, { nom: ' ' });
    expect([empty.status, empty.text.includes('2 à 80')]).toEqual([422, true]);
    const owner = crypto.randomUUID();
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        apiKeys.createApplication(world.ctx, { owner, ownerName: 'Essai', name: `Essai ${i}` }),
      ),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    for (const one of all)
      if (one.status === 'rejected')
        expect((one.reason as Refusal).code).toBe('directory.too-many-applications');
  });
});

describe('a key', () => {
  it('is needed in production, where the one of sandboxes is not known', async () => {
    const config = { ...world.ctx.config, profile: 'production' as const };
    for (const key of [undefined, '', 'sandbox'])
      await expect(authorised({ ...world.ctx, config }, key)).rejects.toMatchObject({ status: 401 });
    const { key } = await application();
    await authorised({ ...world.ctx, config }, key);
    expect((await ask('sandbox')).status).toBe(200);
  });

  it('that another process took back is dead within seconds', async () => {
    const { id, key } = await application();
    expect((await ask(key)).status).toBe(200);
    await sql`update directory.api_keys set ends_at = '2020-01-01' where application = ${id}::uuid`.execute(
      world.ctx.db,
    );
    expect((await until(401, key)).status).toBe(401);
  });

  it('costs no statement on an ordinary call', async () => {
    const { key, id } = await application();
    let statements = 0;
    const counted = new Proxy(world.ctx.db, {
      get(db, name) {
        if (name === 'getExecutor') statements += 1;
        const found: unknown = Reflect.get(db, name, db);
        return typeof found === 'function' ? found.bind(db) : found;
      },
    });
    const gate = new Gate({ db: counted });
    const call = async () => {
      const known = await gate.find(key);
      return gate.meter.take(known?.application ?? '', known?.eachMinute ?? 0);
    };
    expect([await call(), statements]).toEqual([0, 2]);
    // A block may end with its minute, and a key be believed no more: then they are asked for again.
    for (let i = 1; i < 50; i++) expect(await call()).toBe(0);
    expect(statements).toBeLessThanOrEqual(6);
    await gate.meter.writeDown();
    expect((await apiKeys.application(world.ctx, id))?.use[0]?.calls).toBe(50);
  });
});

describe('a quota', () => {
  /** Of a minute that is not about to end: the sixty seconds are those of the database. */
  async function inOneMinute<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      const minute = () => one(world.ctx.db, sql<{ at: Date }>`select date_trunc('minute', now()) at`);
      const before = await minute();
      const result = await work();
      if (before?.at.getTime() === (await minute())?.at.getTime()) return result;
    }
  }

  it('that is used up answers 429 with what to do and when to come back', async () => {
    const answer = await inOneMinute(async () => {
      const { key } = await application(3);
      for (let i = 0; i < 3; i++) await ask(key);
      return ask(key);
    });
    expect(answer).toMatchObject({ status: 429, says: { code: 'throttled' } });
    expect(answer.says?.diagnostics).toContain('The 3 calls of this minute');
    expect(Number(answer.wait)).toBeGreaterThan(0);
    expect(Number(answer.wait)).toBeLessThanOrEqual(60);
  });

  it.each([1, 7, 60, 1000])('of %i holds for four processes at once, to the call', async (quota) => {
    const { served, refused } = await inOneMinute(async () => {
      const { id } = await application(quota);
      const meters = Array.from({ length: 4 }, () => new Meter({ db: world.ctx.db }));
      const waits = await Promise.all(
        Array.from({ length: 2 * quota + 8 }, (_, i) => meters[i % 4]?.take(id, quota)),
      );
      return {
        served: waits.filter((wait) => wait === 0).length,
        refused: waits.filter((wait) => wait !== 0).length,
      };
    });
    expect(served).toBeLessThanOrEqual(quota);
    // What a process leased and did not serve is lost for this minute: less than a block each.
    expect(served).toBeGreaterThan(quota - 4 * blockOf(quota));
    expect(refused).toBeGreaterThan(0);
  });

  it('begins again with the next minute', async () => {
    const { id, key } = await application(1);
    await inOneMinute(async () => {
      await ask(key);
      expect((await until(429, key)).status).toBe(429);
    });
    await sql`update directory.quotas set minute = minute - interval '1 minute' where application = ${id}::uuid`.execute(
      world.ctx.db,
    );
    expect((await until(200, key)).status).toBe(200);
  });
});

describe('the operator', () => {
  it('changes a quota and closes an application, with a reason that stays in the journal', async () => {
    const { id, key } = await application();
    const cookie = await cookieOf('operator');
    expect((await page('/exploitation/cles', cookie)).text).toContain('Essai');
    const path = `/exploitation/cles/${id}`;
    for (const form of [{ quota: '0', motif: 'x' }, { quota: 'dix', motif: 'x' }, { quota: '10' }])
      expect((await page(`${path}/quota`, cookie, form as Record<string, string>)).status).toBe(422);
    expect((await page(`${path}/quota`, cookie, { quota: '5', motif: 'Essai de charge' })).status).toBe(303);
    expect((await apiKeys.application(world.ctx, id))?.eachMinute).toBe(5);
    expect((await page(`${path}/fermeture`, cookie, { motif: ' ' })).status).toBe(422);
    expect((await ask(key)).status).toBe(200);
    expect((await page(`${path}/fermeture`, cookie, { motif: 'Clé publiée' })).status).toBe(303);
    expect(await ask(key)).toMatchObject({ status: 403, says: { code: 'forbidden' } });
    const lines = (await journalOf(world.ctx, id)).map(({ act, reason }) => [act, reason]);
    expect(lines.slice(0, 2)).toEqual([
      ['directory.close-application', 'Clé publiée'],
      ['directory.change-quota', 'Essai de charge'],
    ]);
    expect((await page(path, await cookieOf('integrator'))).status).toBe(403);
  });
});
