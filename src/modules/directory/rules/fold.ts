import { remembered } from './remembered.js';

/**
 * A text as the search compares it: no accents, small letters, ligatures written out, every other sign a space.
 * In: any text. Out: words of [a-z0-9] separated by one space, "" when nothing is left.
 */
export const fold = (text: string): string => (PLAIN.test(text) ? text.toLowerCase() : foldAll(text));

/** Nearly every name of a file is so: to look it up among those met would take longer. */
const PLAIN = /^[A-Za-z0-9]*$/;

const foldAll = remembered((text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim(),
);

/** The words of a text, folded. */
export function words(text: string): string[] {
  const folded = fold(text);
  return folded === '' ? [] : folded.split(' ');
}
