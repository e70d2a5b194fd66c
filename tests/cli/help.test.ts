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

  it('says in French what is wrong with an option', () => {
    const told = (line: string) => shell(`"$0" "$1" ${line}`).stderr.trim();
    expect(told('generate --people -5')).toBe('L’option --people attend une valeur.');
    expect(told('generate --people')).toBe('L’option --people attend une valeur.');
    expect(told('import status --dry-run=1')).toBe('L’option --dry-run ne prend pas de valeur.');
    expect(told('generate 5')).toBe('Mot de trop : 5');
    expect(shell('"$0" "$1" import status --date 202602310245').stdout).toContain('AAAAMMJJhhmm');
  });

  it('refuses an unknown command with the list of those that exist', () => {
    const { status, stdout } = shell('"$0" "$1" bogus');
    expect(status).toBe(2);
    expect(stdout).toContain('Commande inconnue : bogus');
    expect(stdout).toContain('doctor');
  });
});
