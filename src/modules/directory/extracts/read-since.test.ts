import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSince } from './read-since.js';

describe('from when changes are asked for', () => {
  it.each([
    ['0', { publication: 0 }],
    ['42', { publication: 42 }],
    ['2026-01-05', { at: new Date('2026-01-05T00:00:00Z') }],
    ['2026-01-05T02:45Z', { at: new Date('2026-01-05T02:45:00Z') }],
    ['2026-01-05T02:45:10+01:00', { at: new Date('2026-01-05T01:45:10Z') }],
  ])('is read in %j', (text, since) => {
    expect(readSince(text)).toEqual(since);
  });

  it.each([
    '',
    '-1',
    '1e3',
    '1.5',
    '2026-13-01',
    '2026-02-30',
    '2026-01-05T25:00Z',
    '05/01/2026',
    '2026-01-05T02:45',
  ])('is not seen in %j', (text) => {
    expect(readSince(text)).toBeUndefined();
  });

  it('is read or not, whatever is written', () => {
    fc.assert(fc.property(fc.string(), (text) => void readSince(text)));
  });
});
