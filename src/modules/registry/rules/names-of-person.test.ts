import { expect, it } from 'vitest';
import type { Person } from '../person.js';
import { bearsFamilyName, familyNamesOf, isNamed } from './names-of-person.js';

const person = {
  civilStatus: { birthName: 'JOURMENARD', usedName: 'BELLERAC', givenNames: ['ANNE', 'LUCE'] },
  exercises: [{ name: 'BELLERAC', givenName: 'ANNE-SOPHIE' }],
} as unknown as Person;

it('knows somebody by each of his names, however it is written, and by no part of one', () => {
  expect(familyNamesOf(person)).toEqual(['JOURMENARD', 'BELLERAC', 'BELLERAC']);
  for (const typed of ['Bellerac', 'Anne Jourmenard', 'bellérac anne'])
    expect([typed, bearsFamilyName(person, typed)]).toEqual([typed, true]);
  for (const typed of ['', 'Bell', 'Anne', 'Bellerac-Dupont'.slice(0, 6)])
    expect([typed, bearsFamilyName(person, typed)]).toEqual([typed, false]);
});

it('takes for somebody a family name with a given name, both his', () => {
  expect(isNamed(person, { familyName: 'bellerac', givenName: 'Anne Sophie' })).toBe(true);
  expect(isNamed(person, { familyName: 'Jourmenard', givenName: 'luce' })).toBe(true);
  expect(isNamed(person, { familyName: 'Jourmenard', givenName: 'Zoé' })).toBe(false);
  expect(isNamed(person, { familyName: 'Autre', givenName: 'Anne' })).toBe(false);
  expect(isNamed({ exercises: [] }, { familyName: '', givenName: '' })).toBe(false);
});
