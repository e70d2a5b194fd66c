import { describe, expect, it } from 'vitest';
import { type CodeRow, isOpen, wordingOn } from './validity.js';

const former: CodeRow = ['A', 'Ancien libellé', null, '2010-01-01', '2020-05-29', null];
const current: CodeRow = ['A', 'Libellé', null, '2020-05-29', null, null];
const lost: CodeRow = ['B', 'Retiré', null, '2010-01-01', null, null, 'ended'];

describe('isOpen', () => {
  it.each([
    ['2009-12-31', false, false],
    ['2010-01-01', true, false],
    ['2020-05-28', true, false],
    ['2020-05-29', false, true],
    ['2030-01-01', false, true],
  ])('on %s answers %s for the former wording and %s for the current one', (on, first, second) => {
    expect(isOpen(former, on)).toBe(first);
    expect(isOpen(current, on)).toBe(second);
  });

  it('without a day asks only whether the code has an end', () => {
    expect(isOpen(former)).toBe(false);
    expect(isOpen(current)).toBe(true);
  });

  it('never opens a code that has ended on an unknown day', () => {
    expect(isOpen(lost)).toBe(false);
    expect(isOpen(lost, '2015-01-01')).toBe(false);
  });

  it('keeps the wording of the day, and the last one when no wording is open', () => {
    expect(wordingOn([former, current], '2015-01-01')?.[1]).toBe('Ancien libellé');
    expect(wordingOn([former, current], '2025-01-01')?.[1]).toBe('Libellé');
    expect(wordingOn([lost])?.[1]).toBe('Retiré');
    expect(wordingOn([])).toBeUndefined();
  });
});
