import { soundOf } from './sound-of.js';

const PREFIX = 7;

/**
 * What a word shares with its misspellings: its first letters, the same with one letter left out, and how it sounds.
 * Two words that differ by one letter added, left out, changed or swapped always share a key (symmetric deletion).
 * In: a folded word. Out: keys, none for a word of less than three letters.
 */
export function nameKeys(word: string): string[] {
  if (word.length < 3) return [];
  const head = word.slice(0, PREFIX);
  const shorter = [...head].map((_, at) => head.slice(0, at) + head.slice(at + 1));
  return [...new Set([head, ...shorter, `~${soundOf(word)}`])];
}
