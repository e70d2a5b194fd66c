import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { exportCommand } from '../../src/cli/export.js';
import { personOf, putPeople } from '../directory/people.js';
import { type TestContext, testContext } from '../support/context.js';

const folder = mkdtempSync(join(tmpdir(), 'esculape-export-'));
let world: TestContext;
beforeAll(async () => {
  world = await testContext();
  await putPeople(world.ctx, [personOf({ idNat: '899770000010', name: 'ESSAI', givenName: 'A' })]);
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command on the test's database; what it printed and its exit code. */
async function run(...args: string[]): Promise<{ code: number; text: string }> {
  vi.stubEnv('DATABASE_URL', world.app.databaseUrl);
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    return { code: await exportCommand.run(args), text };
  } finally {
    write.mockRestore();
  }
}

describe('esculape export', () => {
  it('writes the texts that import reads, or the zip of the service, for each kind', async () => {
    for (const [kind, texts] of [
      ['annuaire', 3],
      ['mssante', 1],
      ['cartes', 1],
      ['psc', 1],
    ] as const) {
      const out = join(folder, kind);
      const { code, text } = await run(kind, '--out', out);
      expect([kind, code, readdirSync(out).length]).toEqual([kind, 0, texts]);
      expect(text).toContain('Publication n°');
      expect(readdirSync(out).every((name) => /_\d{12}\.txt$/.test(name))).toBe(true);
      for (const name of readdirSync(out)) expect(statSync(join(out, name)).mode & 0o077).toBe(0);
      await run(kind, '--out', join(out, 'zip'), '--zip');
      const [zip = ''] = readdirSync(join(out, 'zip'));
      expect([/_\d{12}\.zip$/.test(zip), statSync(join(out, 'zip', zip)).size > 0]).toEqual([true, true]);
    }
  });

  it('says how it is used when it is asked for something else, and writes nothing', async () => {
    const out = join(folder, 'rien');
    for (const args of [[], ['annuaire'], ['autre', '--out', out], ['constructor', '--out', out]])
      expect((await run(...args)).code).toBe(2);
    expect((await run('psc', '--out', out, '--profil', 'V0')).code).toBe(2);
    expect((await run('annuaire', '--out', out, '--profil', 'V9')).code).toBe(2);
    expect(readdirSync(folder)).not.toContain('rien');
  });
});
