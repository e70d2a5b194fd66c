import { expect, it } from 'vitest';
import { CARD_KINDS } from '../../cards/rules/kinds.js';
import { KINDS } from '../../certificates/rules/offers.js';
import { CATALOGUE } from './means.js';

it('S3-42 parts the means in two branches, people and organisations, and has none in both', () => {
  const of = (branch: string) => CATALOGUE.filter((one) => one.branch === branch).map(({ id }) => id);
  const [people, organisations] = [of('person'), of('organisation')];
  expect(people.sort()).toEqual(['cda', 'cde', 'cpa', 'cpe', 'cpf', 'cps', 'e-cps']);
  expect(organisations).toHaveLength(KINDS.length);
  expect(people.filter((id) => organisations.includes(id))).toEqual([]);
  expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
  expect(CATALOGUE.length).toBe(Object.keys(CARD_KINDS).length + 1 + KINDS.length);
});
