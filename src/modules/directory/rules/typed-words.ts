import { words } from './fold.js';

/** A piece of what was typed, between two spaces; `quoted` when it is to be taken as a name whatever it means. */
export interface Piece {
  readonly typed: string;
  readonly words: readonly string[];
  readonly quoted: boolean;
}

const MOST_PIECES = 12;
const LONGEST = 400;

/** Cuts what was typed into pieces, a dozen at most: words, and texts between quotation marks as they stand. */
export function piecesOf(q: string): Piece[] {
  const cut = q.slice(0, LONGEST).matchAll(/"([^"]*)"?|«([^»]*)»?|[^\s"«»]+/gu);
  return [...cut]
    .map(([typed, straight, french]) => ({
      typed,
      words: words(straight ?? french ?? typed),
      quoted: straight !== undefined || french !== undefined,
    }))
    .filter((piece) => piece.words.length > 0)
    .slice(0, MOST_PIECES);
}

/** Some pieces as they were typed. */
export const typedAs = (pieces: readonly Piece[]): string => pieces.map(({ typed }) => typed).join(' ');
