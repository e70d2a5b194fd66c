import { describe, expect, it } from 'vitest';
import { comparableName, traitsKey } from './traits-key.js';

const status = {
  birthName: 'Lefèvre-Ôhé',
  givenNames: ['Jean-Noël', 'Zoé'],
  sex: 'M',
  birthDate: '1975-03-02',
  birthPlace: { commune: '76540', country: '99100', name: 'Rouen' },
} as const;

describe('the comparable traits', () => {
  it('do not see accents, case, hyphens and spaces', () => {
    const typed = { ...status, birthName: ' LEFEVRE  OHE', givenNames: ['JEAN NOEL', 'ZOE'] };
    expect(traitsKey(typed)).toBe(traitsKey(status));
    expect(comparableName("D’Œuvre l'Haÿ")).toBe('D OEUVRE L HAY');
  });

  it('see each of the five', () => {
    const others = [
      { ...status, birthName: 'Lefebvre' },
      { ...status, givenNames: ['Zoé', 'Jean-Noël'] },
      { ...status, sex: 'F' as const },
      { ...status, birthDate: '1975-03-03' },
      { ...status, birthPlace: { ...status.birthPlace, commune: '27229' } },
    ];
    expect(new Set([status, ...others].map(traitsKey)).size).toBe(6);
  });
});
