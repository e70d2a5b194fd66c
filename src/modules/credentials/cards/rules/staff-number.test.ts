import { expect, it } from 'vitest';
import { staffNumber } from './staff-number.js';

it('numbers staff by the type of the number of their structure, and nobody where there is none', () => {
  expect(staffNumber('1970000019', 1, true)).toBe('3970000019/CPET00001');
  expect(staffNumber('399700000000019', 12, false)).toBe('599700000000019/CPE00012');
  expect(['0', '1', '2', '3', '4'].map((type) => staffNumber(`${type}9`, 1, false)?.[0])).toEqual([
    '1',
    '3',
    '4',
    '5',
    '6',
  ]);
  expect(staffNumber('', 1, false)).toBeUndefined();
  expect(staffNumber('9123', 1, false)).toBeUndefined();
});
