import { expect, it } from 'vitest';
import { safeReturn } from './safe-return.js';

it('keeps a path of this site', () => {
  for (const path of ['/', '/annuaire?q=a%20b', '/ordres/cnom/coordonnees#f-mail', '/suivi/899780000017'])
    expect(safeReturn(path)).toBe(path);
});

it('sends home whatever could lead elsewhere or round in circles', () => {
  const hostile = [
    undefined,
    '',
    'annuaire',
    '//mechant.example',
    '/\\mechant.example',
    '/a\\b',
    'https://mechant.example/',
    'javascript:alert(1)',
    '/a\r\nSet-Cookie: x=1',
    '/\t/mechant.example',
    `/${'a'.repeat(600)}`,
    '/connexion?retour=/',
  ];
  for (const wanted of hostile) expect(safeReturn(wanted)).toBe('/');
});
