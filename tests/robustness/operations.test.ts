import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { jobHandlers } from '../../src/job-handlers.js';
import { openSession, ROLES, type Role } from '../../src/modules/access/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { enqueue } from '../../src/platform/jobs.js';
import { taskWords } from '../../src/portals/exploitation/words.js';
import { reactions } from '../../src/reactions.js';
import { startDoor, type TestDoor } from '../support/door.js';

const PATHS = [
  ['GET', '/exploitation'],
  ['POST', '/exploitation/relance'],
  ['POST', '/exploitation/relances'],
  ['POST', '/exploitation/rattrapage'],
] as const;

describe('the page of the operator', () => {
  let door: TestDoor;
  const cookies = new Map<Role, string>();

  beforeAll(async () => {
    door = await startDoor(['/exploitation', '/']);
    for (const role of ROLES) {
      const who = role === 'professional' ? { idNat: '899780000017' } : { role, scope: scopeOf(role) };
      cookies.set(role, `esculape_session=${(await openSession(door.ctx, who as never)).token}`);
    }
  });
  beforeEach(async () => {
    await sql`delete from graphile_worker._private_jobs`.execute(door.ctx.db);
    await sql`delete from platform.journal`.execute(door.ctx.db);
  });
  afterAll(() => door.close());

  const SCOPES: Partial<Record<Role, string>> = {
    agent: 'CNOM',
    manager: 'F010000024',
    'mail-operator': 'operateur-essai',
    ...{ 'legal-representative': 'F990000010', mandataire: 'F990000010' },
    ...{ 'technical-admin': 'F990000010', delegate: 'F990000010' },
  };
  const scopeOf = (role: Role) => SCOPES[role];

  const ask = async (method: string, path: string, role?: Role, fields: Record<string, string> = {}) => {
    const answer = await fetch(door.origin + path, {
      method,
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        origin: door.origin,
        ...(role && { cookie: cookies.get(role) ?? '' }),
      },
      ...(method === 'POST' && { body: new URLSearchParams(fields) }),
    });
    return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
  };

  /** A job that used up its attempts. */
  async function failedJob(subject: string): Promise<string> {
    await enqueue(door.ctx, 'directory.project-people', {
      subjects: [subject],
      actor: 'a',
      correlation: 'c',
    });
    const [job] = await rows(
      door.ctx.db,
      sql<{ id: string }>`update graphile_worker._private_jobs set attempts = max_attempts, key = ${subject},
        last_error = 'entry of ' || ${subject}::text || ' is unreadable'
        where payload -> 'subjects' ->> 0 = ${subject} returning id::text`,
    );
    return job?.id ?? '';
  }
  const attempts = () =>
    rows(
      door.ctx.db,
      sql<{ attempts: number }>`select attempts::int from graphile_worker.jobs order by id`,
    ).then((found) => found.map((row) => row.attempts));
  const journaled = () =>
    rows(
      door.ctx.db,
      sql<{ act: string; outcome: string; data: unknown }>`select act, outcome, data from platform.journal`,
    );

  it('opens to the operator alone; every other role is refused and journaled, a stranger signs in first', async () => {
    await failedJob('P1');
    for (const [method, path] of PATHS) {
      for (const role of ROLES.filter((one) => one !== 'operator')) {
        expect([method, path, role, (await ask(method, path, role)).status]).toEqual([
          method,
          path,
          role,
          403,
        ]);
      }
      const stranger = await ask(method, path);
      expect([path, stranger.status, stranger.location?.startsWith('/connexion')]).toEqual([path, 303, true]);
    }
    expect(await attempts()).toEqual([12]);
    const refused = (await journaled()).filter(({ outcome }) => outcome === 'refused');
    expect(refused).toHaveLength(PATHS.length * (ROLES.length - 1));
    expect((await ask('GET', '/exploitation', 'operator')).status).toBe(200);
  });

  it('shows what failed, why and for whom, and says so when nothing did', async () => {
    expect((await ask('GET', '/exploitation', 'operator')).text).toContain('Aucun travail mis de côté');
    const id = await failedJob('899780000017');
    const { text } = await ask('GET', '/exploitation', 'operator');
    for (const shown of ['RPPS vers Annuaire Santé', '899780000017', 'is unreadable', '12', `value="${id}"`])
      expect(text).toContain(shown);
    expect(text).not.toContain('Aucun travail mis de côté');
  });

  it('names every job of the program in French', () => {
    const names = [...Object.values(reactions).flat(), ...jobHandlers].map(({ name }) => name);
    expect(names.length).toBeGreaterThan(15);
    expect([...new Set(names)].filter((name) => taskWords(name) === name)).toEqual([]);
  });

  it('gives one job its attempts back, or all of them, and journals who did it', async () => {
    const [first] = [await failedJob('P1'), await failedJob('P2')];
    const one = await ask('POST', '/exploitation/relance', 'operator', { travail: first });
    expect([one.status, one.location]).toEqual([303, '/exploitation?fait=relance']);
    expect(await attempts()).toEqual([0, 12]);
    const again = await ask('POST', '/exploitation/relance', 'operator', { travail: first });
    expect(again.location).toBe('/exploitation?fait=rien');
    const hostile = await ask('POST', '/exploitation/relance', 'operator', { travail: '0 or true' });
    expect(hostile.location).toBe('/exploitation?fait=rien');
    expect(await attempts()).toEqual([0, 12]);
    const all = await ask('POST', '/exploitation/relances', 'operator');
    expect(all.location).toBe('/exploitation?fait=relances');
    expect(await attempts()).toEqual([0, 0]);
    expect(await journaled()).toEqual([
      { act: 'operations.retry-job', outcome: 'done', data: { count: 1 } },
      { act: 'operations.retry-job', outcome: 'done', data: { count: 0 } },
      { act: 'operations.retry-job', outcome: 'done', data: { count: 0 } },
      { act: 'operations.retry-all-jobs', outcome: 'done', data: { count: 1 } },
    ]);
  });

  it('is on the front page of the operator, and of nobody else', async () => {
    expect((await ask('GET', '/', 'operator')).text).toContain('href="/exploitation"');
    for (const role of [undefined, ...ROLES.filter((one) => one !== 'operator')])
      expect([role, (await ask('GET', '/', role)).text.includes('/exploitation')]).toEqual([role, false]);
  });
});
