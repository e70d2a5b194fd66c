import { describe, expect, it } from 'vitest';
import { code, codes, isValid, label, listInfo, lists } from './codes.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

describe('the code lists', () => {
  it('are all dated, named and free of malformed rows', () => {
    expect(lists().length).toBeGreaterThanOrEqual(56);
    for (const list of lists()) {
      const info = listInfo(list);
      expect(info.list).toBe(list);
      expect(info.asOf).toMatch(/^\d{4}(-\d{2}(-\d{2})?)?$/);
      for (const one of codes(list)) {
        expect(one.label.trim()).toBe(one.label);
        expect(one.label).not.toBe('');
        if (one.validFrom) expect(one.validFrom).toMatch(DAY);
      }
    }
  });

  it('say nothing of a code they do not know, and refuse a list that does not exist', () => {
    expect(label('TRE_R38', 'SM999')).toBeUndefined();
    expect(isValid('TRE_R38', 'constructor')).toBe(false);
    expect(() => label('TRE_R00', '1')).toThrow(RangeError);
    expect(() => label('../professions', '1')).toThrow(RangeError);
  });

  it('keep the label of a code that has ended and refuse the code from the day it ended', () => {
    expect(label('TRE_R81', 'MLLE')).toBe('Mademoiselle');
    expect(isValid('TRE_R81', 'MLLE', '2016-08-31')).toBe(true);
    expect(isValid('TRE_R81', 'MLLE', '2016-09-01')).toBe(false);
    expect(isValid('TRE_R81', 'MLLE')).toBe(false);
    expect(codes('TRE_R81').map((one) => one.code)).toEqual(['M', 'MME']);
    expect(codes('TRE_R81', '2010-01-01').map((one) => one.code)).toEqual(['M', 'MLLE', 'MME']);
  });

  it('hold the eight states of civil-status certification, those of FranceConnect from their day on', () => {
    expect(codes('TRE_R31').map((one) => one.code)).toEqual([
      'DI',
      'AC',
      'C',
      'NCI',
      'NC',
      'AN',
      'FC',
      'FCP',
    ]);
    expect(isValid('TRE_R31', 'FC', '2021-11-25')).toBe(false);
    expect(isValid('TRE_R31', 'FC', '2021-11-26')).toBe(true);
    expect(isValid('TRE_R31', 'FCP', '2024-12-31')).toBe(false);
  });

  it('give OID and FHIR system where they are published', () => {
    expect(listInfo('TRE_G15').oid).toBe('1.2.250.1.71.1.2.7');
    expect(listInfo('TRE_G15').system).toContain('TRE_G15');
    expect(code('TRE_R23', 'L')?.label).toBe(label('TRE_R23', 'L'));
  });
});
