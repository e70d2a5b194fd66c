import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeFolder } from './make-folder.js';

const root = mkdtempSync(join(tmpdir(), 'esculape-dossiers-'));
afterAll(() => rmSync(root, { recursive: true }));

it('makes a folder and those above it, and takes one that is there', () => {
  const folder = join(root, 'un', 'deux');
  for (let time = 0; time < 2; time += 1) makeFolder(folder, 0o700);
  expect([statSync(folder).isDirectory(), statSync(join(root, 'un')).mode & 0o777]).toEqual([true, 0o700]);
});

it('ends with an error where no folder can be made', () => {
  const file = join(root, 'fichier');
  writeFileSync(file, '');
  for (const path of ['/proc/esculape', '/proc/esculape/deux', file, join(file, 'x')])
    expect(() => makeFolder(path)).toThrow(/ENOENT|EACCES|ENOTDIR|EEXIST|EPERM|EROFS/);
});
