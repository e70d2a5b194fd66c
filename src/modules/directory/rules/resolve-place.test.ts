import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolvePlace } from './resolve-place.js';

describe('a place as people type it', () => {
  it.each([
    ['69003', ['z_69003'], '69003'],
    ['69', ['d_69'], 'Rhône (69)'],
    ['1', ['d_01'], 'Ain (01)'],
    ['2a', ['d_2a'], 'Corse-du-Sud (2A)'],
    ['974', ['d_974'], 'La Réunion (974)'],
    ['LYON', ['c_69123'], 'Lyon (69)'],
    ['lyon 3e', ['c_69383'], 'Lyon 3e Arrondissement (69)'],
    ['Lyon 1er', ['c_69381'], 'Lyon 1er Arrondissement (69)'],
    ['st étienne', ['c_42218'], 'Saint-Étienne (42)'],
    ['Saint-Denis (974)', ['c_97411'], 'Saint-Denis (974)'],
  ])('reads « %s »', (typed, terms, label) => {
    expect(resolvePlace(typed)).toEqual({ terms, label });
  });

  it('means a town and a département that share a name both', () => {
    expect(resolvePlace('Mayenne')?.terms).toEqual(['c_53147', 'd_53']);
  });

  it('means every town of one name, and the towns whose name begins so', () => {
    expect(resolvePlace('Saint-Denis')?.terms).toEqual(expect.arrayContaining(['c_93066', 'c_97411']));
    expect(resolvePlace('Villeurb')?.terms).toEqual(['c_69266']);
  });

  it.each(['', '   ', 'Atlantide', '00', '999', 'paris 21', '-'])('does not know « %s »', (typed) => {
    expect(resolvePlace(typed)).toBeUndefined();
  });

  it('never throws, and gives only terms that need no escaping', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        for (const term of resolvePlace(typed)?.terms ?? []) expect(term).toMatch(/^[cdz]_[0-9ab]+$/);
      }),
    );
  });
});
