import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { startDoor, type TestDoor } from '../support/door.js';
import { FORBIDDEN, MARKED, PUBLIC, PUBLIC_DETAIL, writes } from './marked-person.js';
import { personOf, putPeople } from './people.js';

const folder = mkdtempSync(join(tmpdir(), 'esculape-unitaire-'));
let world: TestDoor;
beforeAll(async () => {
  world = await startDoor(['/annuaire-sante-webservices', '/fhir/v2'], {
    env: { EXTRACTS_DIR: folder },
    connections: 6,
  });
  await putPeople(world.ctx, [
    MARKED,
    personOf({ idNat: '899700000021', name: 'SOIGNANT', givenName: 'LEO', profession: '60' }),
    personOf({ idNat: '899700000039', name: 'PARTI', givenName: 'LEO', state: 'closed' }),
  ]);
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const PATH = '/annuaire-sante-webservices/V300/services/personnes';
const ask = (path: string, bearer?: string) =>
  fetch(`${world.origin}${PATH}/${path}`, {
    headers: { accept: 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) },
  });
const text = async (answer: Promise<Response>) => (await answer).text();

describe('the unitary request', () => {
  it('S4-33 answers one person in JSON, and 404 for everybody who is not published', async () => {
    const answer = await ask(MARKED.idNat);
    const durations: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      const begun = performance.now();
      await text(ask(MARKED.idNat));
      durations.push(performance.now() - begun);
    }
    // The quickest: what else the machine does is not the product's.
    expect(Math.min(...durations)).toBeLessThan(1000);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(answer.headers.get('esculape-publication')).toMatch(/^\d+$/);
    expect(await answer.json()).toMatchObject({ idNat: MARKED.idNat, exercises: [{ name: 'PUBLICNAME' }] });
    for (const nobody of [
      '899700000039',
      '899700000997',
      '8997',
      'x',
      '%00',
      `${MARKED.idNat}'`,
      '1'.repeat(5000),
    ])
      expect((await ask(nobody)).status).toBe(404);
  });

  it('S4-34 tells in profile V0 the listed professions alone, with neither history nor titles', async () => {
    const first = await ask(`${MARKED.idNat}?profil=V0`);
    expect(Object.keys((await first.json()) as object).sort()).toEqual(['exercises', 'idNat', 'rpps']);
    expect((await ask('899700000021?profil=V0')).status).toBe(404);
    expect((await ask('899700000021?profil=V1')).status).toBe(200);
    const answer = await text(ask(`${MARKED.idNat}?profil=V0`));
    for (const mark of FORBIDDEN['career: places and exercises that ended'] ?? [])
      expect(answer).not.toContain(mark);
    for (const wrong of ['V2', 'v0', 'constructor'])
      expect((await ask(`${MARKED.idNat}?profil=${wrong}`)).status).toBe(400);
  });

  it('S4-35 adds complementary fields for a program that may read them, and gives the public its own fields only', async () => {
    const open = await text(ask(MARKED.idNat));
    for (const mark of [...PUBLIC, ...PUBLIC_DETAIL]) expect(open).toContain(mark);
    expect(
      Object.values(FORBIDDEN)
        .flat()
        .filter((mark) => writes(open, mark)),
    ).toEqual([]);
    const { token } = await openSession(world.ctx, { role: 'integrator' });
    const whole = (await (await ask(MARKED.idNat, token)).json()) as Record<string, unknown>;
    expect(whole).toMatchObject({
      exercises: [{ name: 'PUBLICNAME' }],
      complement: {
        civilStatus: { birthName: 'ZQBIRTHNAME', birthDate: '1913-03-13' },
        correspondence: { mail: 'zqmail@restricted.example' },
        exercises: [{ profession: '10', from: '1916-06-16' }],
      },
    });
    const support = await openSession(world.ctx, { role: 'support' });
    for (const bearer of ['x', support.token]) {
      const refused = await ask(MARKED.idNat, bearer);
      expect([refused.status, (await refused.text()).includes('PUBLICNAME')]).toEqual([401, false]);
    }
    const looks = await rows(
      world.ctx.db,
      sql<{ outcome: string; actor: string }>`select outcome, actor from platform.journal
        where act = 'directory.look-at-restricted' and subject = ${MARKED.idNat}`,
    );
    expect(looks).toEqual([{ outcome: 'done', actor: expect.stringMatching(/^service:/) }]);
  });

  it('S4-30 tells by REST and by FHIR the same of one person, as the published descriptions say, and no other path answers', async () => {
    const query = `/fhir/v2/Practitioner?identifier=${MARKED.rpps}`;
    const asked = await fetch(`${world.origin}${query}`, { headers: { 'ESANTE-API-KEY': 'sandbox' } });
    const bundle = (await asked.json()) as { entry: { resource: { name: unknown } }[] };
    expect(bundle.entry[0]?.resource).toMatchObject({
      name: [{ family: 'PUBLICNAME', given: ['PUBLICGIVEN'] }],
    });
    expect(await (await ask(MARKED.idNat)).json()).toMatchObject({
      exercises: [{ name: 'PUBLICNAME', givenName: 'PUBLICGIVEN' }],
    });
    const capability = await fetch(`${world.origin}/fhir/v2/metadata`);
    expect(await capability.json()).toMatchObject({ resourceType: 'CapabilityStatement' });
    for (const path of ['/personne/1', '/personnes', '/extractions'])
      expect((await fetch(`${world.origin}/annuaire-sante-webservices/V300/services${path}`)).status).toBe(
        404,
      );
    const answer = await fetch(`${world.origin}/annuaire-sante-webservices/openapi.json`);
    const { openapi, paths } = (await answer.json()) as { openapi: string; paths: Record<string, object> };
    expect(openapi).toBe('3.1.0');
    for (const path of Object.keys(paths)) {
      const asked = path
        .replace('{idNat}', MARKED.idNat)
        .replace('{code}', 'PS_LibreAcces')
        .replace(/delta$/, 'delta?depuis=0');
      expect([path, (await fetch(`${world.origin}${asked}`)).status]).toEqual([path, 200]);
    }
  });
});
