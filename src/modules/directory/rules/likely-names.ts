import { distance } from './distance.js';
import { soundOf } from './sound-of.js';

/** A name that sounds alike has no more letters amiss than this. */
export const FURTHEST = 3;

/**
 * Which of some names a misspelt word most likely meant, nearest first: one letter amiss, or two in a word of eight, or
 * another spelling of the same sound. In: a folded word and folded names. Out: `most` names at most, never the word itself.
 */
export function likelyNames(word: string, names: Iterable<string>, most: number): string[] {
  const allowed = word.length < 8 ? 1 : 2;
  const sound = soundOf(word);
  const near = [...new Set(names)].flatMap((name) => {
    if (name === word) return [];
    const letters = distance(word, name, FURTHEST);
    // How a name sounds takes longest to tell: few are near enough to be asked.
    const sounds = letters <= FURTHEST && soundOf(name) === sound;
    if (letters > allowed && !sounds) return [];
    const far = Math.min(letters, allowed + 1) + (sounds ? 0 : 0.5) + (name[0] === word[0] ? 0 : 0.5);
    return [{ name, far }];
  });
  return near
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}
