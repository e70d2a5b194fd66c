import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeFiness } from './finess.js';
import { formatIdNat, type IdNat, idNatOfRpps, parseIdNat } from './id-nat.js';
import { makeRpps } from './rpps.js';
import { makeSiren, makeSiret } from './siren.js';

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((list) => list.join(''));
const positive = (length: number) => digits(length).map((text) => text.replace(/^0/, '1'));
const rpps = positive(10).map(makeRpps);
const internal = fc.stringMatching(/^[0-9A-Za-z][0-9A-Za-z._-]{0,20}$/);

const valid = fc.oneof(
  rpps.map((number) => `8${number}`),
  digits(9).map((number) => `0${number}`),
  fc.tuple(digits(11), internal).map(([number, id]) => `1${number}/${id}`),
  fc.tuple(digits(8).map(makeFiness), internal).map(([number, id]) => `3${number}/${id}`),
  fc.tuple(positive(8).map(makeSiren), internal).map(([number, id]) => `4${number}/${id}`),
  fc.tuple(positive(8), digits(4), internal).map(([a, b, id]) => `5${makeSiret(makeSiren(a), b)}/${id}`),
  fc.tuple(rpps, digits(3), internal).map(([number, rank, id]) => `6${number}${rank}/${id}`),
);

function read(text: string): IdNat {
  const result = parseIdNat(text);
  if (!result.ok) throw new Error(`${text}: ${result.problem}`);
  return result.idNat;
}

describe('parseIdNat', () => {
  it('reads every valid identifier of the seven kinds, and writing it back gives the same text', () => {
    fc.assert(
      fc.property(valid, (text) => {
        const idNat = read(text);
        expect(idNat.value).toBe(text);
        expect(formatIdNat(idNat)).toBe(text);
        expect(read(idNat.value)).toEqual(idNat);
      }),
    );
  });

  it('ignores the spaces that people type', () => {
    fc.assert(
      fc.property(valid, (text) => {
        expect(read(` ${text.slice(0, 3)} \u00a0${text.slice(3)}\t`).value).toBe(text);
      }),
    );
  });

  it('refuses an RPPS identifier as soon as one digit of the number changes', () => {
    fc.assert(
      fc.property(rpps, fc.nat(10), fc.integer({ min: 1, max: 9 }), (number, at, shift) => {
        const changed = (Number(number[at]) + shift) % 10;
        const other = `8${number.slice(0, at)}${changed}${number.slice(at + 1)}`;
        expect(parseIdNat(other)).toMatchObject({ ok: false, problem: 'bad-key' });
      }),
    );
  });

  it('asks for the 8 before eleven digits and offers the corrected identifier only when the key is right', () => {
    fc.assert(
      fc.property(rpps, (number) => {
        const refused = parseIdNat(number);
        expect(refused).toEqual({
          ok: false,
          problem: 'rpps-without-prefix',
          suggestion: idNatOfRpps(number),
        });
        expect(parseIdNat(`8${number}`).ok).toBe(true);
      }),
    );
    expect(parseIdNat('12345678901')).toEqual({ ok: false, problem: 'rpps-without-prefix' });
  });

  it('says which prefix an RPPS number wants when another one stands before it', () => {
    const number = makeRpps('9978000001');
    for (const prefix of '012345679') {
      const refused = parseIdNat(prefix + number);
      expect(refused).toEqual({ ok: false, problem: 'wrong-prefix', suggestion: `8${number}` });
    }
  });

  it('names the kind, the origin, the number and the internal number', () => {
    expect(read('0991234567')).toEqual({
      value: '0991234567',
      kind: 'ADELI',
      origin: 'ADELI',
      number: '991234567',
    });
    expect(read('30b0185195/CPET00001')).toEqual({
      value: '30B0185195/CPET00001',
      kind: 'FINESS',
      origin: 'FINESS',
      number: '0B0185195',
      internalId: 'CPET00001',
    });
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['9'.repeat(81), 'too-long'],
    ['8é', 'forbidden-characters'],
    ["8' or 1=1", 'forbidden-characters'],
    ['2123456789', 'wrong-prefix'],
    ['99700000000123', 'wrong-prefix'],
    ['812345', 'bad-length'],
    ['099123456', 'adeli-without-prefix'],
    ['3750821093/A1', 'bad-key'],
    ['3750821092', 'missing-internal-id'],
    ['3750821092/', 'missing-internal-id'],
    ['3750821092/../x', 'bad-internal-id'],
    ['3750821092/a/b', 'bad-internal-id'],
  ])('answers to %j with the problem %s', (text, problem) => {
    expect(parseIdNat(text)).toMatchObject({ ok: false, problem });
  });

  it('never throws, whatever it is given, and never accepts what it would not write', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ maxLength: 30 })),
        (text) => {
          const result = parseIdNat(text);
          if (result.ok) expect(read(result.idNat.value)).toEqual(result.idNat);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('writes nothing from parts that make no identifier', () => {
    expect(() => formatIdNat({ kind: 'RPPS', number: '99780000012' })).toThrow(RangeError);
    expect(() => formatIdNat({ kind: 'SIRET', number: '12345678901234' })).toThrow(RangeError);
    expect(() => formatIdNat({ kind: 'ADELI', number: '991234567', internalId: '1' })).toThrow(RangeError);
  });
});
