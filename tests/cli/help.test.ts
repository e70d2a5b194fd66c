import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiled } from '../robustness/program.js';

describe('the command line', () => {
  let program: ReturnType<typeof compiled>;
  beforeAll(() => {
    program = compiled();
  });
  afterAll(() => program.remove());

  const shell = (line: string) =>
    spawnSync('bash', ['-c', `set -o pipefail; ${line}`, process.execPath, program.main], {
      encoding: 'utf8',
    });

  it('tells every command with one sentence', () => {
    const { status, stdout } = shell('"$0" "$1" help');
    expect(status).toBe(0);
    for (const name of [
      'start',
      'migrate',
      'client',
      'role',
      'import',
      'export',
      'generate',
      'doctor',
      'bench',
    ])
      expect(stdout).toMatch(new RegExp(`^ {2}${name}\\b.*\\n {6}\\S`, 'm'));
  });

  it('goes on quietly when nobody reads its words to the end', () => {
    const { status, stderr } = shell('"$0" "$1" help | true');
    expect([status, stderr]).toEqual([0, '']);
  });

  it('refuses an unknown command with the list of those that exist', () => {
    const { status, stdout } = shell('"$0" "$1" bogus');
    expect(status).toBe(2);
    expect(stdout).toContain('Commande inconnue : bogus');
    expect(stdout).toContain('doctor');
  });
});
