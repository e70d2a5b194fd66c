import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contactFiles } from '../../src/modules/authorities/index.js';
import { compiled } from '../robustness/program.js';
import { type TestContext, testContext } from '../support/context.js';

let program: ReturnType<typeof compiled>;
let world: TestContext;
let folder: string;

beforeAll(async () => {
  program = compiled();
  world = await testContext();
  folder = mkdtempSync(join(tmpdir(), 'esculape-oni-'));
  await world.app.clock.set(new Date('2021-01-11T09:00:00Z'));
});
afterAll(async () => {
  program?.remove();
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(name: string, lines: readonly string[], ...options: string[]) {
  const path = join(folder, name);
  writeFileSync(path, ['NUMERO_ADELI;MAIL;MOBILE', ...lines].join('\n'));
  return spawnSync(process.execPath, [program.main, 'import', 'oni-contacts', path, ...options], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: world.app.databaseUrl },
  });
}

it('loads a file of contacts with a report, puts another in its place, and refuses an older one', async () => {
  const loaded = run('ONI_CONTACTS_20210111.csv', ['356099001;a@oni.example;', '356099002;;063998001122']);
  expect([loaded.status, loaded.stderr]).toEqual([0, '']);
  expect(loaded.stdout).toContain('2 lignes, 1 prises, 1 rejetées');
  expect(loaded.stdout).toContain('ligne 3 : mobile de 12 caractères');
  await world.app.clock.set(new Date('2021-01-12T09:00:00Z'));
  const waits = run('ONI_CONTACTS_20210112.csv', ['356099001;b@oni.example;'], '--wait');
  expect([waits.status, waits.stdout]).toEqual([0, expect.stringContaining('en attente du 12/02/2021')]);
  const older = run('ONI_CONTACTS_20210110.csv', ['356099001;c@oni.example;']);
  expect([older.status, older.stdout]).toEqual([1, expect.stringContaining('plus récent est déjà chargé')]);
  expect((await contactFiles(world.ctx, 'ONI')).map(({ state }) => state)).toEqual(['waiting', 'loaded']);
  expect(run('x.csv', [], 'deux').status).toBe(2);
});
