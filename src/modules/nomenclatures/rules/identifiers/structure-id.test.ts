import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeFiness } from './finess.js';
import { makeSiren, makeSiret } from './siren.js';
import { formatStructureId, parseStructureId } from './structure-id.js';

describe('parseStructureId', () => {
  it.each([
    ['0', 'CAB_ADELI', '75912415900'],
    ['1', 'FINESS', makeFiness('75082109')],
    ['2', 'SIREN', makeSiren('12345678')],
    ['3', 'SIRET', makeSiret(makeSiren('12345678'), '0001')],
    ['4', 'CAB_RPPS', '10005531586003'],
  ] as const)('reads a number behind %s as %s and writes it back', (prefix, kind, number) => {
    const read = parseStructureId(` ${prefix} ${number}`);
    expect(read).toEqual({ ok: true, structureId: { value: prefix + number, kind, number } });
    expect(formatStructureId(kind, number)).toBe(prefix + number);
  });

  it.each([
    ['', 'empty'],
    ['5123', 'wrong-prefix'],
    ['_proto', 'wrong-prefix'],
    ['1750', 'bad-length'],
    ['1750821093', 'bad-key'],
    ['2123456789', 'bad-key'],
  ])('answers to %j with the problem %s', (text, problem) => {
    expect(parseStructureId(text)).toEqual({ ok: false, problem });
  });

  it('never throws on hostile text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void parseStructureId(text)),
    );
  });
});
