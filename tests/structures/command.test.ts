import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { importCommand } from '../../src/cli/import.js';
import { openDatabase } from '../../src/platform/db/connection.js';
import { testDatabase } from '../support/database.js';
import { csvText, hospital, jsonText, pharmacyLine, useFiness } from './finess-files.js';

const files = useFiness();
let url: string;
const dataDir = mkdtempSync(join(tmpdir(), 'esculape-finess-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
beforeAll(async () => {
  url = await testDatabase();
});

/** Runs the command on the test's database; what it printed and its exit code. */
async function run(...args: string[]): Promise<{ code: number; text: string }> {
  vi.stubEnv('DATABASE_URL', url);
  vi.stubEnv('DATA_DIR', dataDir);
  let text = '';
  const output = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    return { code: await importCommand.run(['finess', ...args]), text };
  } finally {
    output.mockRestore();
  }
}

const lines = Array.from({ length: 20 }, (_, rank) => pharmacyLine(rank));

describe('esculape import finess', () => {
  it('loads both files of a day, one after the other, and tells what each changed', async () => {
    const json = files.write('json', 5, jsonText([hospital(100)]));
    const csv = files.write('csv', 5, csvText([...lines, pharmacyLine(1), pharmacyLine(100)]));
    const { code, text } = await run(json, csv);
    expect(text).toContain('2 structures lues, 0 rejetées');
    expect(text).toContain('Entités juridiques : 1 créés');
    expect(text).toContain('21 structures lues, 1 rejetées');
    expect(text).toContain(join(dataDir, 'rejets', 'rejets-finess-2.txt'));
    expect([code, text.includes('Chargement FINESS 1 appliqué.')]).toEqual([3, true]);
  });

  it('shows a load that is held, applies it when told to, and gives up no other', async () => {
    expect((await run('status')).text).toMatch(/^2 .* en attente de décision .*etalab/);
    const applied = await run('release', '2');
    expect([applied.code, applied.text.includes('Chargement FINESS 2 appliqué.')]).toEqual([0, true]);
    const late = await run('discard', '2');
    expect([late.code, late.text]).toEqual([1, expect.stringContaining('pas en attente')]);
  });

  it('says why nothing came of a load: refused, or interrupted', async () => {
    const path = files.write('csv', 5, '');
    await run(path);
    expect((await run('status')).text).toMatch(/refusé .*etalab.* le fichier est vide/);
    const database = openDatabase(url, 1);
    await sql`update structures.imports set state = 'reading', refusal = null where state = 'refused'`.execute(
      database.db,
    );
    await database.close();
    expect((await run('status')).text).toMatch(/interrompu .*etalab.* s’est arrêté avant la fin/);
  });

  it('counts on a trial run, and changes nothing', async () => {
    const path = files.write('csv', 6, csvText(lines.slice(1)));
    expect((await run(path, '--dry-run')).text).toContain('Essai à blanc : rien n’a été changé.');
    expect((await run('status')).text).toMatch(/essai à blanc .*20260106/);
  });

  it('says in one sentence why a file is refused, and which files were loaded before it', async () => {
    const empty = files.write('csv', 7, '');
    const alone = await run(empty);
    expect([alone.code, alone.text]).toEqual([1, expect.stringContaining('vide.\nRien n’a été changé.')]);
    const good = files.write('csv', 8, csvText([...lines, pharmacyLine(100)]));
    const second = await run(good, empty);
    expect(second.text).toContain('Les fichiers précédents sont chargés');
    expect((await run()).code).toBe(2);
    expect((await run('release', 'x')).code).toBe(2);
    expect((await run(good, '--date', '2026')).code).toBe(2);
  });
});
