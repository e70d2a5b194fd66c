import { describe, expect, it } from 'vitest';
import { allCommunes, commune, communesByPostcode, departement, departements } from './places.js';

describe('places', () => {
  it('knows a commune by its INSEE code, also one that has merged', () => {
    expect(commune('76540')).toMatchObject({ name: 'Rouen', departement: '76', partOf: null });
    expect(commune('75101')).toMatchObject({ postcodes: ['75001'], partOf: '75056' });
    expect(commune('01120')).toMatchObject({ name: 'Cordieux', postcodes: [], partOf: '01262' });
    expect(commune('2A004')).toMatchObject({ name: 'Ajaccio', departement: '2A' });
    expect(commune('97411')).toMatchObject({ departement: '974' });
    expect(commune('99999')).toBeUndefined();
  });

  it('finds the communes of a postcode, and none for what is not one', () => {
    expect(communesByPostcode('75001').map((one) => one.insee)).toEqual(['75056', '75101']);
    expect(communesByPostcode('00000')).toEqual([]);
    expect(communesByPostcode('')).toEqual([]);
  });

  it('names the département of every commune', () => {
    let count = 0;
    for (const one of allCommunes()) {
      count += 1;
      expect(departement(one.departement), one.insee).toBeDefined();
    }
    expect(count).toBeGreaterThan(34_000);
    expect(departements()).toHaveLength(109);
    expect(departement('20')).toBeUndefined();
  });
});
