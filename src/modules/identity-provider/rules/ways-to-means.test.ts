import { describe, expect, it } from 'vitest';
import { waysToMeans } from './ways-to-means.js';

const exercise = (profession: string, category = 'C') => [{ profession, category }];

describe('how somebody without a means comes by one', () => {
  it.each([
    [
      'a doctor',
      '899780000016',
      exercise('10'),
      { card: { type: 'CPS', from: 'authority' }, ecps: 'contacts' },
    ],
    ['a nurse', '899780000016', exercise('60'), { card: { type: 'CPS', from: 'order' }, ecps: 'contacts' }],
    [
      'an intern',
      '899780000016',
      exercise('10', 'E'),
      { card: { type: 'CPF', from: 'authority' }, ecps: 'contacts' },
    ],
    ['a role of RPPS+', '899780000016', exercise('99', 'R'), { ecps: 'contacts' }],
    [
      'an ADELI number',
      '0991234567',
      exercise('94'),
      { card: { type: 'CPS', from: 'authority' }, ecps: 'card' },
    ],
    ['staff', '399700001/17', [], { card: { type: 'CPE ou CPA', from: 'employer' }, ecps: 'card' }],
  ])('%s', (_who, idNat, exercises, ways) => {
    expect(waysToMeans(idNat, exercises)).toEqual(ways);
  });
});
