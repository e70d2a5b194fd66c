import { expect, it } from 'vitest';
import { CARD_KINDS, kindsFor } from './kinds.js';

it('gives professionals their own cards and staff those of the structure, and never both', () => {
  for (const idNat of ['899700000017', '0759312345']) expect(kindsFor(idNat)).toEqual(['CPS', 'CPF']);
  for (const prefix of ['1', '3', '4', '5', '6']) {
    expect(kindsFor(`${prefix}750000001/A1`)).toEqual(['CPE', 'CDE', 'CPA', 'CDA']);
  }
  expect(Object.keys(CARD_KINDS)).toHaveLength(6);
});
