import { describe, expect, it } from 'vitest';
import { publishedName } from './saved-name.js';

const name = 'PS_LibreAcces_SavoirFaire_202601050245';

describe('the name of a file that was saved a second time', () => {
  it.each([
    ...[
      `${name} (1).txt`,
      `${name}(1).txt`,
      `${name}-1.txt`,
      `${name} - Copie.txt`,
      `${name} - Copie (2).txt`,
    ],
    ...[
      `${name} copie.txt`,
      `${name} copie 2.txt`,
      `${name} (copie).txt`,
      `${name} - Copy.txt`,
      `${name}.txt`,
    ],
  ])('%s leads to the one that was published', (saved) => {
    expect(publishedName(saved)).toBe(`${name}.txt`);
  });

  it.each([
    ['etalab-cs1100507-stock-20260105-0342 (1).csv.gz', 'etalab-cs1100507-stock-20260105-0342.csv.gz'],
    ['finess-structures-20260105-0342-2.zip', 'finess-structures-20260105-0342.zip'],
  ])('%s leads to %s', (saved, published) => {
    expect(publishedName(saved)).toBe(published);
  });

  it.each([
    'etalab-cs1100507-stock-20260105-0342.csv',
    `${name} (brouillon).txt`,
    `${name}-2026.txt`,
    '',
    '(1',
  ])('%j stays as it is', (saved) => {
    expect(publishedName(saved)).toBe(saved);
  });
});
