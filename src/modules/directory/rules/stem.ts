import { words } from './fold.js';

/**
 * A word of everyday speech without its plural and its feminine, so that `infirmières` is `infirmier`.
 * In: a folded word. Out: what two forms of it share; it may be no word at all.
 */
export function stem(word: string): string {
  return word
    .replace(/[sx]$/, '')
    .replace(/trice$/, 'teur')
    .replace(/euse$/, 'eur')
    .replace(/(i|y)enne$/, '$1en')
    .replace(/e$/, '');
}

/** The stems of a phrase, separated by one space, without the small words that bind it. */
export const stemmed = (phrase: string): string =>
  words(phrase)
    .filter((word) => !BINDING.has(word))
    .map(stem)
    .join(' ');

const BINDING = new Set(['de', 'du', 'des', 'd', 'la', 'le', 'les', 'l', 'et', 'en', 'a', 'au', 'aux']);
