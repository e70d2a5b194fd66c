import fc from 'fast-check';
import { expect, it } from 'vitest';
import { errorDescription } from './error-description.js';

it.each([
  ['Ce champ est obligatoire.', 'Ce champ est obligatoire.'],
  ['Cette propriété n’existe pas : « clé ».', "Cette propriete n'existe pas : 'cle'."],
  ['Une clé « œil »\u00a0: {"keys": […]}', "Une cle 'oeil' : {'keys': [...]}"],
  ['https://еsante.example\\\n', 'https://?sante.example/ '],
])('%j is written %j', (sentence, written) => expect(errorDescription(sentence)).toBe(written));

it('never holds what RFC 6749 §5.2 leaves out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(errorDescription(text)).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/);
    }),
  );
});
