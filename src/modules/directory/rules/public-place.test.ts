import { describe, expect, it } from 'vitest';
import { publicPlace } from './public-place.js';

const townOf = (address?: Parameters<typeof publicPlace>[0]['address']) =>
  publicPlace({ id: 'R10000000000001', name: 'CABINET', ...(address && { address }) }).town;

describe('the town of a place of practice', () => {
  it('is told abroad beside its country, and is nothing where no address tells it', () => {
    expect(townOf({ street: 'DU LAC', postcode: '1000', communeName: 'Lausanne', country: '99140' })).toBe(
      '1000 Lausanne, Confédération suisse',
    );
    expect(townOf({ street: 'DU PORT', cedexOffice: '76000 ROUEN' })).toBe('76000 ROUEN');
    expect(townOf({ street: 'DU PORT' })).toBeUndefined();
    expect(townOf()).toBeUndefined();
  });
});
