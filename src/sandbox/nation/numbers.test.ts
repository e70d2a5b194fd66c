import { describe, expect, it } from 'vitest';
import {
  commune,
  hasLuhnKey,
  isAdeli,
  isFictiveRpps,
  isFiness,
  isSiren,
} from '../../modules/nomenclatures/index.js';
import { drawsFor, PURPOSE } from './draws.js';
import { adeliOf, MOST_RANKS, NationalNumbers, rppsOf } from './numbers.js';

describe('the numbers of a nation', () => {
  const ranks = [0, 1, 999_999, 1_000_000, 1_999_999, 2_000_000, MOST_RANKS - 1];

  it('are RPPS numbers of fiction from 9970 to 9977, in the order of the ranks', () => {
    const numbers = ranks.map(rppsOf);
    expect(numbers.filter((number) => !isFictiveRpps(number) || !/^997[0-7]/.test(number))).toEqual([]);
    expect(numbers).toEqual([...new Set(numbers)].sort());
  });

  it('are ADELI numbers with a key, of no département', () => {
    const numbers = ranks.map(adeliOf);
    expect(numbers.filter((number) => !isAdeli(number) || !hasLuhnKey(number))).toEqual([]);
    expect(new Set(numbers).size).toBe(ranks.length);
    expect(numbers.filter((number) => !/^(99|96|00)/.test(number))).toEqual([]);
  });

  it('are FINESS numbers counted in each département, and SIREN numbers of one count', () => {
    const numbers = new NationalNumbers();
    const towns = ['75110', '2A004', '97411', '75112'].map((insee) => commune(insee));
    const finesses = towns.map((town) => (town ? numbers.finess(town) : ''));
    expect(finesses.map((number) => number.slice(0, 8))).toEqual([
      '75990001',
      '2A990001',
      '97990001',
      '75990002',
    ]);
    expect(finesses.filter((number) => !isFiness(number))).toEqual([]);
    const sirens = [numbers.siren(), numbers.siren()];
    expect(sirens.filter((number) => !isSiren(number) || !number.startsWith('999'))).toEqual([]);
    expect(new Set(sirens).size).toBe(2);
  });

  it('come with draws of their own for each rank and each purpose', () => {
    const first = (purpose: number, rank: number) => drawsFor(5, purpose, rank).next();
    const starts = Array.from({ length: 3000 }, (_, rank) => first(PURPOSE.person, rank));
    expect(new Set(starts).size).toBe(starts.length);
    expect(first(PURPOSE.person, 7)).toBe(first(PURPOSE.person, 7));
    expect(first(PURPOSE.person, 7)).not.toBe(first(PURPOSE.staff, 7));
    expect(starts.reduce((sum, one) => sum + one, 0) / starts.length).toBeCloseTo(0.5, 1);
  });
});
