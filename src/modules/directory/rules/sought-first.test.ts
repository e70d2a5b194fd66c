import { expect, it } from 'vitest';
import type { EntryPerson } from '../entry.js';
import { facetOf } from './lexicon.js';
import { departementTerm } from './place-terms.js';
import { soughtFirst } from './sought-first.js';

const at = (name: string, departement: string) => ({ place: { name, address: { departement } } });
const person = {
  exercises: [
    { name: 'UN', activities: [at('Nanterre', '92')] },
    { name: 'DEUX', activities: [at('Paris', '75'), at('Lyon', '69'), {}] },
  ],
} as unknown as EntryPerson;
const namesOf = ({ exercises }: EntryPerson) =>
  exercises.map(({ name, activities }) => [name, ...activities.map(({ place }) => place?.name)]);

it('puts what is exercised in the place sought first, and keeps all of it', () => {
  const sought = {
    kind: 'departement',
    value: '69',
    label: 'Rhône',
    terms: [departementTerm('69')],
  } as const;
  expect(namesOf(soughtFirst(person, [sought]))).toEqual([
    ['DEUX', 'Lyon', 'Paris', undefined],
    ['UN', 'Nanterre'],
  ]);
});

it('moves nothing when no place was sought, or none of the person’s', () => {
  const trade = facetOf('profession', '10');
  expect(soughtFirst(person, trade ? [trade] : [])).toBe(person);
  const elsewhere = { kind: 'place', value: 'brest', label: 'Brest', terms: ['c_29019'] } as const;
  expect(namesOf(soughtFirst(person, [elsewhere]))).toEqual(namesOf(person));
});
