import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textLines } from './text-lines.js';

it('cuts a text as it would be cut without looking at its signs', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'é', 'œ', 'Ÿ', '’', '😀', '|', '\r', '\x02') });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), (lines) => {
      expect(textLines(Buffer.from(lines.join('\n')))).toEqual(lines);
    }),
  );
  expect(textLines(Buffer.from('Noël\nRené', 'latin1'), (part) => part.toString('latin1'))).toEqual([
    'Noël',
    'René',
  ]);
  expect(textLines(Buffer.alloc(0))).toEqual(['']);
});
