import { expect, it } from 'vitest';
import { PLACE } from './kept-fields.js';
import { placeOf, placeText } from './place-of.js';

const cells = (told: Record<string, string>) => PLACE.map((field) => told[field] ?? '');

it('makes a structure of what a line says of it, named by the number that it has', () => {
  const told = {
    ...{ finess: '990000028', structureNationalId: '1990000028', structureName: 'CH DE LA FICTION' },
    ...{ street: 'DES TESTS', postcode: '75014' },
  };
  const text = placeText(cells(told), 'SA01');
  expect(placeOf(text, true)).toEqual({
    ...{ id: 'F990000028', nationalId: '1990000028', finess: '990000028', name: 'CH DE LA FICTION' },
    ...{ sector: 'SA01', address: { street: 'DES TESTS', postcode: '75014' } },
  });
  expect(placeOf(text, false)).not.toHaveProperty('nationalId');
  expect(placeOf(placeText(cells({ ...told, structure: 'R99' }), ''), true)).toMatchObject({ id: 'R99' });
});

it('makes nothing of a line without any number of structure', () => {
  expect(placeText(cells({ structureName: 'SANS NUMÉRO', postcode: '75014' }), 'SA01')).toBe('');
  expect(placeOf(placeText(cells({ siret: '99900271000013', brand: 'CLINIQUE' }), ''), true)).toEqual({
    ...{ id: 'C99900271000013', siret: '99900271000013', name: 'CLINIQUE', brand: 'CLINIQUE' },
  });
});
