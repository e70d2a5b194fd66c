import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { exportExtract } from '../../src/modules/directory/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { linesOf } from './extract-files.js';
import { personOf, putPeople } from './people.js';

const folder = mkdtempSync(join(tmpdir(), 'esculape-fichiers-'));
let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ EXTRACTS_DIR: join(folder, 'en-ligne') });
  await putPeople(test.app.ctx, [
    personOf({ idNat: '899770000010', name: 'MEDECIN', givenName: 'A' }),
    personOf({ idNat: '899770000028', name: 'INFIRMIER', givenName: 'B', profession: '60' }),
  ]);
});
afterAll(async () => {
  await test.stop();
  rmSync(folder, { recursive: true, force: true });
});

const page = async (path: string, token?: string) => {
  const answer = await fetch(`${test.origin}${path}`, {
    redirect: 'manual',
    headers: { accept: 'text/html', ...(token && { cookie: `esculape_session=${token}` }) },
  });
  return { status: answer.status, text: await answer.text() };
};
const post = (path: string, token: string) =>
  fetch(`${test.origin}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: test.origin, cookie: `esculape_session=${token}` },
  });

/** The people of the open extract in a profile. */
async function exported(profile: 'V0' | 'V1') {
  const to = join(folder, profile);
  const plan = { service: 'PS_LibreAcces', folder: to, profile, zipped: false };
  const { files } = await exportExtract(test.app.ctx, plan);
  const names = files.map(({ name }) => name);
  const lines = linesOf(readFileSync(join(to, names[0] ?? ''), 'utf8'));
  return { kinds: names.length, people: lines.map((line) => line["Nom d'exercice"]) };
}

describe('the roadmap', () => {
  it('S4-12 S4-34 shows the deliveries with their dates; the first one can be had again, and a third does not exist', async () => {
    const { status, text } = await page('/annuaire/feuille-de-route');
    expect(status).toBe(200);
    for (const words of ['V0', 'mars 2020', 'V1', 'fin 2020', '--profil V0', 'Sage-Femme'])
      expect(text).toContain(words);
    expect(text).not.toContain('V2');
    expect(await exported('V0')).toEqual({ kinds: 2, people: ['MEDECIN'] });
    expect(await exported('V1')).toEqual({ kinds: 3, people: ['MEDECIN', 'INFIRMIER'] });
    const other = { service: 'Porteurs_CPS_CPF', folder, profile: 'V0', zipped: false } as const;
    await expect(exportExtract(test.app.ctx, other)).rejects.toThrow('no extract');
    expect(readdirSync(join(folder, 'V0')).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('the page of the files', () => {
  it('tells everybody what is on line, and lets the operator alone ask for new files', async () => {
    expect((await page('/annuaire/extractions')).text).toContain('Pas encore de fichier');
    const { token } = await openSession(test.app.ctx, { role: 'operator' });
    expect((await post('/exploitation/extractions', token)).status).toBe(303);
    await test.settle();
    const shown = (await page('/annuaire/extractions')).text;
    expect(shown).toMatch(/PS_LibreAcces_\d{12}\.zip/);
    expect(shown).toContain('Publication n°');
    expect((await page('/exploitation/extractions', token)).text).toMatch(/PS_LibreAcces_\d{12}\.zip/);
    const support = await openSession(test.app.ctx, { role: 'support' });
    expect((await post('/exploitation/extractions', support.token)).status).toBe(403);
  });
});
