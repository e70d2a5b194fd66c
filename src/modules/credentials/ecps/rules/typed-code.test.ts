import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeTypedCode, readTypedCode, showTypedCode } from './typed-code.js';

const draws = fc
  .infiniteStream(fc.nat())
  .map((stream) => (below: number) => (stream.next().value ?? 0) % below);

it('reads back what it shows, however the person types it', () => {
  fc.assert(
    fc.property(draws, (draw) => {
      const code = makeTypedCode(draw);
      expect(readTypedCode(showTypedCode(code))).toBe(code);
      expect(readTypedCode(` ${code.toLowerCase().replace(/(.{2})/g, '$1-')} `)).toBe(code);
    }),
  );
});

it('holds no sign that looks like another, and reads nothing else', () => {
  fc.assert(fc.property(draws, (draw) => !/[01OILUV]/.test(makeTypedCode(draw))));
  for (const typed of ['', '23456', '23456789AB2', '0345678923', 'é345678923']) {
    expect(readTypedCode(typed)).toBeUndefined();
  }
});
