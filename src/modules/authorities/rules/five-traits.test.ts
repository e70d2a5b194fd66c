import { describe, expect, it } from 'vitest';
import { traitProblems } from './five-traits.js';

const complete = {
  birthName: 'MARTIN',
  givenNames: ['Claire', 'Zoé'],
  sex: 'F',
  birthDate: '1980-02-29',
  birthPlace: { commune: '76540', country: '99100', name: 'Rouen' },
} as const;

const codes = (status: object) => traitProblems(status, '2026-07-01').map((one) => one.code);

describe('the five traits', () => {
  it('are enough when all are there, in France and abroad', () => {
    expect(codes(complete)).toEqual([]);
    expect(codes({ ...complete, birthPlace: { country: '99101', name: 'Aarhus' } })).toEqual([]);
    expect(
      codes({ ...complete, birthPlace: { commune: '2A004', country: '99000', name: 'Ajaccio' } }),
    ).toEqual([]);
  });

  it('are missed one by one', () => {
    expect(codes({})).toEqual([
      'birth-name-missing',
      'given-names-missing',
      'sex-missing',
      'birth-date-missing',
      'birth-place-missing',
    ]);
    expect(codes({ ...complete, birthName: ' ' })).toEqual(['birth-name-missing']);
    expect(codes({ ...complete, givenNames: [] })).toEqual(['given-names-missing']);
    expect(codes({ ...complete, sex: 'X' })).toEqual(['sex-missing']);
  });

  it.each(['1981-02-29', '2026-07-02', '1899-12-31', '12/05/1980', '1980-5-1'])(
    'refuse the birth date %s',
    (birthDate) => {
      expect(codes({ ...complete, birthDate })).toEqual(['birth-date-impossible']);
    },
  );

  it('ask for the commune in France, for a known country, and for no commune abroad', () => {
    expect(codes({ ...complete, birthPlace: { country: '99100', name: 'Rouen' } })).toEqual([
      'birth-commune-wrong',
    ]);
    expect(
      codes({ ...complete, birthPlace: { commune: '76540', country: '99101', name: 'Aarhus' } }),
    ).toEqual(['birth-commune-wrong']);
    expect(codes({ ...complete, birthPlace: { country: 'XX', name: 'Ailleurs' } })).toEqual(['unknown-code']);
  });
});
