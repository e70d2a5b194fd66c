import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { diskReason } from './disk-words.js';

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

it('what the file system refuses is said in words, and nothing else is', () => {
  const here = fileURLToPath(import.meta.url);
  expect(diskReason(thrownBy(() => mkdirSync(`${here}/x`, { recursive: true })))).toBe(
    'ce chemin passe par un fichier',
  );
  expect(diskReason(thrownBy(() => mkdirSync(here)))).toBe('un fichier porte déjà ce nom');
  for (const other of [new Error('x'), Object.assign(new Error('x'), { code: 'constructor' })])
    expect(diskReason(other)).toBeUndefined();
});
