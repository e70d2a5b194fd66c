import { describe, expect, it } from 'vitest';
import { codes } from './codes.js';
import { professions } from './professions.js';
import { isSavoirFaireOf, savoirFaireList } from './savoir-faire.js';

describe('savoir-faire', () => {
  it('have a list for each type except the hospital competition, which has none', () => {
    const without = codes('TRE_R04').filter((type) => savoirFaireList(type.code) === undefined);
    expect(without.map((type) => type.code)).toEqual(['SH']);
    expect(savoirFaireList('constructor')).toBeUndefined();
  });

  it('go with the profession they belong to, and with no other', () => {
    const all = professions().filter((one) => isSavoirFaireOf(one, 'S', 'SM54'));
    expect(all.map((one) => one.code)).toEqual(['10']);
    expect(isSavoirFaireOf({ list: 'TRE_G15', code: '40' }, 'S', 'SCD01')).toBe(true);
    expect(isSavoirFaireOf({ list: 'TRE_G15', code: '40' }, 'S', 'SM54')).toBe(false);
    expect(isSavoirFaireOf({ list: 'TRE_G15', code: '10' }, 'S', 'SM999')).toBe(false);
    expect(isSavoirFaireOf({ list: 'TRE_G15', code: '10' }, 'FQ', 'FQ01')).toBe(false);
  });
});
