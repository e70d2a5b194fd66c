import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAdeli, isAdeliPractice } from './adeli.js';
import { isFiness, makeFiness } from './finess.js';
import { hasLuhnKey, luhnDigit } from './luhn.js';
import { isFictiveRpps, isRpps, makeRpps } from './rpps.js';
import { isSiren, isSiret, makeSiren, makeSiret } from './siren.js';

const body = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((list) => list.join('').replace(/^0/, '1'));

function changeOne(text: string, at: number, shift: number): string {
  const i = at % text.length;
  return text.slice(0, i) + ((Number(text[i]) + shift) % 10) + text.slice(i + 1);
}

const kinds: [string, fc.Arbitrary<string>, (text: string) => boolean][] = [
  ['RPPS', body(10).map(makeRpps), isRpps],
  ['FINESS', body(8).map(makeFiness), isFiness],
  ['SIREN', body(8).map(makeSiren), isSiren],
  ['SIRET', fc.tuple(body(8), body(4)).map(([a, b]) => makeSiret(makeSiren(a), b)), isSiret],
];

describe.each(kinds)('a %s number', (_name, numbers, accepts) => {
  it('is accepted with its key and refused as soon as one digit changes', () => {
    fc.assert(
      fc.property(numbers, fc.nat(13), fc.integer({ min: 1, max: 9 }), (number, at, shift) => {
        expect(accepts(number)).toBe(true);
        expect(accepts(changeOne(number, at, shift))).toBe(false);
      }),
    );
  });

  it('is refused when longer, shorter, spaced or written in other digits', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        expect(accepts(`${number}0`)).toBe(false);
        expect(accepts(number.slice(1))).toBe(false);
        expect(accepts(` ${number}`)).toBe(false);
        expect(accepts(`${number}\n`)).toBe(false);
        expect(accepts(number.replace(/^./, '\u0661'))).toBe(false);
      }),
    );
  });

  it('is never found in hostile text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void accepts(text)));
  });
});

describe('the other numbers', () => {
  it('keeps the Luhn digit of ISO/IEC 7812', () => {
    expect(luhnDigit('7992739871')).toBe('3');
    expect(hasLuhnKey('79927398713')).toBe(true);
    expect(hasLuhnKey('')).toBe(false);
    expect(() => luhnDigit('12a')).toThrow(RangeError);
  });

  it('accepts Corsican FINESS and ADELI numbers without a key', () => {
    expect(isFiness('2A0000014')).toBe(true);
    expect(isFiness('A20000014')).toBe(false);
    expect(isAdeli('2B1234567')).toBe(true);
    expect(isAdeli('2B123456')).toBe(false);
    expect(isAdeliPractice('75912415900')).toBe(true);
    expect(isAdeliPractice('759124159')).toBe(false);
  });

  it('knows the range of invented people', () => {
    expect(isFictiveRpps(makeRpps('9978000001'))).toBe(true);
    expect(isFictiveRpps(makeRpps('1010000001'))).toBe(false);
    expect(isFictiveRpps('99780000010')).toBe(isRpps('99780000010'));
    expect(() => makeRpps('99780')).toThrow(RangeError);
  });

  it('refuses numbers made of zeros only', () => {
    expect(isRpps('00000000000')).toBe(false);
    expect(isSiren('000000000')).toBe(false);
    expect(isSiret('00000000000000')).toBe(false);
  });
});
