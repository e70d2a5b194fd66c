import { describe, expect, it } from 'vitest';
import { addressLines } from './address-lines.js';

describe('an address on an envelope', () => {
  it('has its postcode once, whether the office of the cedex is told with it or without', () => {
    expect(addressLines({ postcode: '97310', cedexOffice: '97310 KOUROU' })).toEqual(['97310 KOUROU']);
    expect(addressLines({ postcode: '75014', cedexOffice: '75651 PARIS CEDEX 13' })).toEqual([
      '75651 PARIS CEDEX 13',
    ]);
    expect(addressLines({ postcode: '75015', cedexOffice: 'PARIS CEDEX 15' })).toEqual([
      '75015 PARIS CEDEX 15',
    ]);
    expect(addressLines({ postcode: '76000', communeName: 'Rouen' })).toEqual(['76000 Rouen']);
    expect(addressLines({ postcode: '1000', cedexOffice: '1000 LAUSANNE' })).toEqual(['1000 LAUSANNE']);
  });

  it('leaves no trace of what is not known, and names a country only abroad', () => {
    expect(addressLines({})).toEqual([]);
    expect(addressLines({ street: 'DES ESSAIS', country: '99100' })).toEqual(['DES ESSAIS']);
    expect(addressLines({ communeName: 'Bruxelles', country: '99131' })).toEqual([
      'Bruxelles',
      'Royaume de Belgique',
    ]);
  });
});
