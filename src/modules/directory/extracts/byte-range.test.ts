import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteRange } from './byte-range.js';

describe('the part of a file that is asked for', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=10-', { start: 10, end: 99 }],
    ['bytes=10-2000', { start: 10, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-4', undefined],
    ['bytes=0-1,5-6', undefined],
    ['lines=0-1', undefined],
    ['bytes=-', undefined],
    [undefined, undefined],
  ])('of 100 bytes, with %j', (header, expected) => {
    expect(byteRange(header, 100)).toEqual(expected);
  });

  it('lies inside the file or is refused, whatever is written', () => {
    const header = fc.oneof(fc.string(), fc.stringMatching(/^bytes=\d{0,17}-\d{0,17}$/));
    fc.assert(
      fc.property(header, fc.nat(), (text, size) => {
        const found = byteRange(text, size);
        if (typeof found === 'object')
          expect(0 <= found.start && found.start <= found.end && found.end < size).toBe(true);
      }),
    );
  });
});
