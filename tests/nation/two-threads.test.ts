import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compiled } from '../robustness/program.js';
import { nationIn } from './files.js';

const PEOPLE = 50_000;
const DAYS = 5;
const FILES = ['personne-activite', 'correspondance', 'prosanteconnect'] as const;

let program: ReturnType<typeof compiled>;
let folder: string;
beforeAll(() => {
  program = compiled();
  folder = mkdtempSync(join(tmpdir(), 'esculape-threads-'));
});
afterAll(() => {
  program.remove();
  rmSync(folder, { recursive: true, force: true });
});

it('writes the same bytes whether one thread draws the people or two, and leaves nothing else', () => {
  const asked = [
    '--people',
    String(PEOPLE),
    '--days',
    String(DAYS),
    '--files',
    FILES.join(','),
    '--out',
    folder,
  ];
  const done = spawnSync(process.execPath, [program.main, 'generate', ...asked], { encoding: 'utf8' });
  expect(done.stderr).toBe('');
  expect(done.status).toBe(0);
  const alone = nationIn({ people: PEOPLE, days: DAYS, files: FILES });
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  const names = readdirSync(folder).sort();
  expect(names.map((name) => `${name} ${hash(name)}`)).toEqual(alone.hashes());
  for (const { name, lines } of alone.written) {
    expect(done.stdout).toContain(`${new Intl.NumberFormat('fr-FR').format(lines)} lignes  ${name}`);
  }
  alone.clean();
});
