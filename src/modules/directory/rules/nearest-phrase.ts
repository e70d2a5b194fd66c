import { allCommunes } from '../../nomenclatures/index.js';
import { distance } from './distance.js';
import { fold } from './fold.js';
import { everydayPhrases } from './lexicon.js';

/**
 * The word of the lists or the town that a word most likely meant: one letter amiss, two in a word of eight.
 * In: a folded word. Out: how it is written, nothing when none is near or the word is too short to tell.
 */
export function nearestPhrase(word: string): string | undefined {
  if (word.length < 4) return undefined;
  const allowed = word.length < 8 ? 1 : 2;
  let best: string | undefined;
  let least = allowed + 1;
  for (const phrase of [...everydayPhrases(), ...towns(word.charAt(0))]) {
    const far = distance(word, fold(phrase), allowed);
    if (far > 0 && far < least) [best, least] = [phrase, far];
  }
  return best;
}

let townsByLetter: Map<string, string[]> | undefined;

/** Towns whose name begins with a letter. */
function towns(letter: string): readonly string[] {
  townsByLetter ??= Map.groupBy(
    [...allCommunes()].map(({ name }) => name),
    (name) => fold(name).charAt(0),
  );
  return townsByLetter.get(letter) ?? [];
}
