import { describe, expect, it } from 'vitest';
import { isTooMuch } from '../../../../platform/files/too-much.js';
import { columnsOf, type FileColumns } from '../../files/index.js';
import { birthDateOf } from './birth-date.js';
import { lineReader } from './read-line.js';

const HEADER = [
  "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Nom d'exercice|Prénom d'exercice",
  'Code profession|Libellé profession|Code catégorie professionnelle|Libellé catégorie professionnelle',
  'Code type savoir-faire|Libellé type savoir-faire|Code savoir-faire|Libellé savoir-faire',
].join('|');
const LINE = '8|99700990007|899700990007|FICTIVE|CLAIRE|10|Médecin|C|Civil|S|Ordinale|SM26|Générale';
const reader = (closed: boolean) =>
  lineReader(columnsOf(`${HEADER}${closed ? '|' : ''}`.split('|')) as FileColumns, closed, {
    mobile: () => undefined,
  });

describe('lineReader', () => {
  it('keeps the codes of a line in a fixed order, with or without the last bar', () => {
    const staged = { idNat: '899700990007', words: '', line: '10|C|S|SM26', place: '' };
    expect(reader(true)(`${LINE}|`)).toEqual(staged);
    expect(reader(false)(LINE)).toEqual(staged);
    expect(reader(false)(`${LINE}|`)).toEqual(staged);
  });

  it('never takes a line that lacks a cell for one that lacks the last bar', () => {
    const short = LINE.replace('|CLAIRE', '');
    const rejected = { reason: '12 colonnes au lieu de 13', named: ['899700990007'] };
    expect(reader(true)(`${short}|`)).toEqual(rejected);
    expect(reader(true)(LINE)).toEqual(rejected);
    const lines = reader(false);
    lines(`${LINE}|`);
    expect(lines(`${short}|`)).toEqual(rejected);
  });

  it('says whom a damaged line names, where it names anybody', () => {
    const named = (line: string) => reader(false)(line);
    const contradicted = LINE.replace('|99700990007|', '|99700990015|');
    expect(named(contradicted)).toMatchObject({ named: ['899700990007', '899700990015'] });
    expect(named(LINE.replaceAll('99700990007', '99700990008'))).toMatchObject({ named: [] });
    expect(named('')).toMatchObject({ named: [] });
  });
});

describe('birthDateOf', () => {
  it.each([
    ['29/02/2000', '2000-02-29'],
    ['', ''],
    ['30/02/2000', undefined],
    ['2000-02-29', undefined],
    ['00/01/1970', undefined],
  ])('reads %s as %s', (written, read) => {
    expect(birthDateOf(written)).toBe(read);
  });
});

describe('isTooMuch', () => {
  it('begins just above 1 % of closed people and 5 % of changed ones, and never at a first load', () => {
    expect(isTooMuch({ known: 100_000, closed: 1_000, updated: 5_000 })).toBe(false);
    expect(isTooMuch({ known: 100_000, closed: 1_001, updated: 0 })).toBe(true);
    expect(isTooMuch({ known: 100_000, closed: 0, updated: 5_001 })).toBe(true);
    expect(isTooMuch({ known: 0, closed: 0, updated: 0 })).toBe(false);
  });
});
