import { describe, expect, it } from 'vitest';
import { formatDate, formatDateTime, formatDuration, formatPhone, formatTime } from './format.js';

/** Ordinary spaces, so that expectations can be read. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('dates in French', () => {
  it('writes the day in Paris, whatever the zone of the machine', () => {
    expect(plain(formatDate('2026-03-03T23:30:00Z'))).toBe('4 mars 2026');
    expect(plain(formatDate('2026-07-03T22:30:00Z'))).toBe('4 juillet 2026');
    expect(plain(formatDate(new Date('2026-03-03T22:30:00Z')))).toBe('3 mars 2026');
  });

  it('keeps a calendar day as it is', () => {
    expect(plain(formatDate('1975-12-31'))).toBe('31 décembre 1975');
    expect(plain(formatDate('2024-02-29'))).toBe('29 février 2024');
  });

  it('writes the first of a month as an ordinal', () => {
    expect(plain(formatDate('2026-03-01'))).toBe('1er mars 2026');
    expect(plain(formatDate('2026-03-11'))).toBe('11 mars 2026');
  });

  it('writes the time to the minute, the second or the millisecond', () => {
    const instant = '2026-01-05T08:04:09.042Z';
    expect(plain(formatTime(instant))).toBe('09 h 04');
    expect(plain(formatTime(instant, 'second'))).toBe('09:04:09');
    expect(plain(formatDateTime(instant, 'millisecond'))).toBe('5 janvier 2026 à 09:04:09,042');
    expect(plain(formatTime('2026-01-04T23:00:00Z'))).toBe('00 h 00');
  });

  it('refuses what is no date', () => {
    expect(() => formatDate('hier')).toThrow(RangeError);
    expect(() => formatDateTime('2026-13-45')).toThrow(RangeError);
  });
});

describe('lengths of time in French', () => {
  it.each([
    [0, '0 ms'],
    [42, '42 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [1_234, '1,2 s'],
    [59_940, '59,9 s'],
    [59_960, '1 min'],
    [330_000, '5 min 30 s'],
    [3_599_900, '1 h'],
    [8_100_000, '2 h 15 min'],
    [48 * 3_600_000, '48 h'],
    [72 * 3_600_000, '3 jours'],
    [14 * 86_400_000, '14 jours'],
    [-42, '-42 ms'],
  ])('writes %d ms as «%s»', (milliseconds, text) => {
    expect(plain(formatDuration(milliseconds))).toBe(text);
  });

  it('refuses what is no number', () => {
    expect(() => formatDuration(Number.NaN)).toThrow(RangeError);
    expect(() => formatDuration(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});

describe('telephone numbers', () => {
  it('writes a French number as people do, and leaves any other text alone', () => {
    expect(formatPhone('+33639980012')).toBe('06 39 98 00 12');
    for (const other of ['+262639980012', '+3363998', '•• •• •• •• 12', 'aucune'])
      expect(formatPhone(other)).toBe(other);
  });
});
