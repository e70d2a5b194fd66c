import { describe, expect, it } from 'vitest';
import { makeRpps } from '../../nomenclatures/index.js';
import { practiceNumber } from './practice-number.js';
import { technicalId } from './technical-id.js';

describe('the numbers of a structure', () => {
  it('name the register they come from', () => {
    expect(technicalId({ finess: '750712184' })).toBe('F750712184');
    expect(technicalId({ siret: '73282932000074' })).toBe('C73282932000074');
    expect(technicalId({ practice: 7 })).toBe('R99000000000007');
  });

  it('name a practice after its holder, and refuse a holder whose number is wrong', () => {
    const rpps = makeRpps('9978000001');
    expect(practiceNumber(rpps, 2)).toBe(`4${rpps}002`);
    expect(() => practiceNumber('12345678901', 1)).toThrow(RangeError);
  });
});
