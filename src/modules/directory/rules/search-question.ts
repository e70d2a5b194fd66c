import { type Facet, facetOf, meaningOf } from './lexicon.js';
import { type NumberAsked, numberAsked } from './number-asked.js';
import { type ResolvedPlace, resolvePlace, wholePlace } from './resolve-place.js';
import { type Piece, piecesOf, typedAs } from './typed-words.js';

/** What a person asked: the free text, and what was chosen beside it (codes, several joined by a dot). */
export interface Asked {
  readonly q?: string | undefined;
  readonly profession?: string | undefined;
  readonly skill?: string | undefined;
  readonly role?: string | undefined;
  readonly mode?: string | undefined;
  readonly category?: string | undefined;
  /** Code of a département. */
  readonly departement?: string | undefined;
  readonly place?: string | undefined;
  /** Technical id of the structure where people work. */
  readonly structure?: string | undefined;
}

/** Something understood in the free text. */
export interface Understood extends Facet {
  /** Its folded words. */
  readonly words: readonly string[];
  /** The free text without it. */
  readonly rest: string;
  /** The free text with it as a name, where it may be one: towns have the names of families. */
  readonly asName?: string;
}

export type Why = 'nothing-asked' | 'bad-number' | 'unknown-place';

/** What is looked for. */
export interface Question {
  /** Folded words to be found in a name, each by its beginning. */
  readonly names: readonly string[];
  readonly understood: readonly Understood[];
  /** What was chosen beside the text. */
  readonly chosen: readonly Facet[];
  readonly structure?: string;
  readonly number?: NumberAsked;
  /** An MSSanté address, in small letters. */
  readonly mail?: string;
  readonly why?: Why;
}

const CHOICES = ['profession', 'skill', 'role', 'mode', 'category', 'departement'] as const;

/**
 * Reads what was asked: `martin cardiologue rouen`, a number, an address, a town, and what was chosen beside it. A whole
 * number or address is looked for as such, whatever else was asked. Never throws.
 */
export function searchQuestion(asked: Asked): Question {
  const q = asked.q ?? '';
  const nothing = { names: [], understood: [], chosen: [] };
  const number = numberAsked(q);
  if (number === 'bad') return { ...nothing, why: 'bad-number' };
  if (number) return { ...nothing, number };
  const mail = /^[^\s@"]{1,100}@[^\s@"]{1,150}$/.exec(q.trim())?.[0].toLowerCase();
  if (mail) return { ...nothing, mail };
  const place = asked.place?.trim() ? resolvePlace(asked.place.slice(0, 100)) : undefined;
  if (asked.place?.trim() && !place) return { ...nothing, why: 'unknown-place' };
  const chosen = [
    ...CHOICES.flatMap((kind) => facetOf(kind, asked[kind] ?? '') ?? []),
    ...(place ? [placeFacet(asked.place ?? '', place)] : []),
  ];
  const structure = /^[FCR][0-9AB]{9,17}$/.exec(asked.structure ?? '')?.[0];
  const read = readText(piecesOf(q));
  const isEmpty = read.names.length + read.understood.length + chosen.length === 0 && !structure;
  return {
    ...read,
    chosen,
    ...(structure && { structure }),
    ...(isEmpty && { why: 'nothing-asked' as const }),
  };
}

const placeFacet = (typed: string, { terms, label }: ResolvedPlace): Facet => ({
  kind: 'place',
  value: typed.trim(),
  label,
  terms,
});

const MOST_NAMES = 8;
const LONGEST_PHRASE = 7;

interface Read {
  readonly names: string[];
  readonly understood: Understood[];
}

/** Takes the longest phrase that means something, from the left; what means nothing is a name. */
function readText(pieces: readonly Piece[]): Read {
  const names: Piece[] = [];
  const understood: Understood[] = [];
  for (let at = 0; at < pieces.length; ) {
    const found = phraseAt(pieces, at);
    const piece = pieces[at];
    if (found) understood.push(found.understood);
    else if (piece && !binds(piece, pieces)) names.push(piece);
    at += found?.length ?? 1;
  }
  return { names: names.flatMap((piece) => piece.words).slice(0, MOST_NAMES), understood };
}

function phraseAt(pieces: readonly Piece[], at: number) {
  for (let length = Math.min(LONGEST_PHRASE, pieces.length - at); length > 0; length -= 1) {
    const phrase = pieces.slice(at, at + length);
    if (phrase.some(({ quoted }) => quoted)) continue;
    if (binds(phrase[0], pieces) || binds(phrase.at(-1), pieces)) continue;
    const facet = facetOfPhrase(phrase);
    if (!facet) continue;
    const [before, after] = [pieces.slice(0, at), pieces.slice(at + length)];
    const rest = typedAs([...before, ...after]);
    const asName = mayBeName(facet, phrase)
      ? [typedAs(before), `"${typedAs(phrase)}"`, typedAs(after)].filter(Boolean).join(' ')
      : undefined;
    const words = phrase.flatMap((piece) => piece.words);
    return { length, understood: { ...facet, words, rest, ...(asName !== undefined && { asName }) } };
  }
  return undefined;
}

function facetOfPhrase(phrase: readonly Piece[]): Facet | undefined {
  const text = typedAs(phrase);
  const meaning = meaningOf(text);
  if (meaning) return meaning;
  // Y, Us, Oz: a town of so few letters is more often the particle of a name.
  if (phrase.flatMap(({ words }) => words).join('').length < 3 && !/\d/.test(text)) return undefined;
  const place = wholePlace(text);
  return place && placeFacet(text, place);
}

const mayBeName = ({ kind }: Facet, phrase: readonly Piece[]): boolean =>
  kind === 'place' && phrase.every(({ typed }) => !/\d/.test(typed));

const BINDING = new Set(
  'à a au aux dans en sur vers chez près de du des et dr docteur pr professeur m mme monsieur madame'.split(
    ' ',
  ),
);

// `cardiologue à rouen`, `dr martin`; but `de` alone, or `le` before a name, is part of the name.
const binds = (piece: Piece | undefined, among: readonly Piece[]): boolean =>
  piece !== undefined &&
  !piece.quoted &&
  among.length > 1 &&
  BINDING.has(piece.typed.toLowerCase().replace(/\.$/, ''));
