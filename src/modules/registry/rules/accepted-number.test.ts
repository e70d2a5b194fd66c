import { describe, expect, it } from 'vitest';
import { idNatOfRpps, makeRpps } from '../../nomenclatures/index.js';
import { isAcceptedNumber } from './accepted-number.js';

const sandbox = { profile: 'sandbox', rppsPrefix: '9978' } as const;
const invented = idNatOfRpps(makeRpps('9970000012'));
const ours = idNatOfRpps(makeRpps('9978000012'));
const real = idNatOfRpps(makeRpps('1000000001'));

describe('a number never seen', () => {
  it('is taken when another register gave it', () => {
    expect(isAcceptedNumber('3750712184/A12', { profile: 'production', rppsPrefix: '1019' })).toBe(true);
  });

  it('is taken in a sandbox when it is invented and not of the range drawn here', () => {
    expect(isAcceptedNumber(invented, sandbox)).toBe(true);
    expect(isAcceptedNumber(ours, sandbox)).toBe(false);
    expect(isAcceptedNumber(real, sandbox)).toBe(false);
  });

  it('is a mistake in production, and when it cannot be read', () => {
    const production = { profile: 'production', rppsPrefix: '1019' } as const;
    for (const one of [invented, ours, real]) expect(isAcceptedNumber(one, production)).toBe(false);
    for (const one of ['', '8', invented.slice(1), `${invented} `, 'x'])
      expect(isAcceptedNumber(one, sandbox)).toBe(false);
  });
});
