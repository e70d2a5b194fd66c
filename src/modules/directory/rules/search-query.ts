import type { Facet } from './lexicon.js';
import type { Question, Understood } from './search-question.js';
import { nameTerm, practiceTerm } from './search-terms.js';
import { workTerm } from './work-terms.js';

/** A word of a name, and the words that may stand for it when it was misspelt. */
export type Spellings = ReadonlyMap<string, readonly string[]>;

/**
 * The question about people in the notation of tsquery: every name by its beginning, every facet by any of its terms; a
 * savoir-faire, role or profession and the place belong together. A town that may be a name is tried as both.
 * Out: "" when nothing in it speaks of people.
 */
export function peopleQuery(question: Question, spellings: Spellings = new Map()): string {
  const { understood, chosen, names, structure } = question;
  const all = [...understood, ...chosen];
  const facets = all.filter(({ kind }) => kind !== 'category');
  const aboutPeople = names.length > 0 || structure !== undefined || facets.some((one) => !isPlace(one));
  if (facets.length < all.length && !aboutPeople) return '';
  const towns = understood.filter((one) => one.asName !== undefined);
  const readings = [
    towns,
    ...(towns.length > 1 ? towns.map((one) => [one]) : []),
    ...(towns.length > 0 ? [[]] : []),
  ];
  const said = readings.map((asPlaces) => {
    const asNames = towns.filter((one) => !asPlaces.includes(one));
    const kept = facets.filter((one) => !asNames.includes(one as Understood));
    const inNames = [...names.map((word) => named(word, spellings)), ...asNames.flatMap(inName(spellings))];
    return reading(inNames, kept, structure);
  });
  const unique = [...new Set(said.filter(Boolean))];
  return unique.length > 1 ? unique.map((one) => `(${one})`).join(' | ') : (unique[0] ?? '');
}

/** The same about structures: their names, categories and places. A category that was typed may be part of the name. */
export function structuresQuery(
  { names, understood, chosen }: Question,
  spellings: Spellings = new Map(),
): string {
  const facets = [...understood, ...chosen].filter((one) => one.kind === 'category' || isPlace(one));
  const others = [...understood, ...chosen].filter((one) => !facets.includes(one));
  if (others.length > 0 || (names.length === 0 && facets.length === 0)) return '';
  const categories = understood.filter(({ kind }) => kind === 'category');
  const sure = facets.filter((one) => !categories.includes(one as Understood));
  return [
    ...names.map((word) => named(word, spellings)),
    ...sure.map(({ terms }) => anyOf(terms)),
    ...categories.map(categoryOrName),
  ].join(' & ');
}

// A clinic may be filed under another category and say `clinique` in its name only.
const categoryOrName = ({ terms, words }: Understood): string =>
  `(${anyOf(terms)} | (${words.map((word) => `'${nameTerm(word)}':*`).join(' & ')}))`;

/**
 * A town in a name: its last word may be a beginning, as in any name; those before it are whole. Half of all names begin
 * like one of the small words of towns.
 */
const inName =
  (spellings: Spellings) =>
  ({ words }: Understood): string[] =>
    words.map((word, at) =>
      at === words.length - 1 || spellings.has(word) ? named(word, spellings) : `'${nameTerm(word)}'`,
    );

function reading(names: readonly string[], facets: readonly Facet[], structure: string | undefined): string {
  const place = facets.find(isPlace);
  const practice = PRACTICES.map((kind) => facets.find((one) => one.kind === kind)).find(Boolean);
  const joined = place && practice ? [place, practice] : [];
  const others = facets.filter((one) => !joined.includes(one));
  return [
    ...names,
    ...(place && practice ? [anyOf(pairs(practice, place))] : []),
    ...others.map(({ terms }) => anyOf(terms)),
    ...(structure ? [`'${workTerm(structure)}'`] : []),
  ].join(' & ');
}

const isPlace = ({ kind }: Facet): boolean => kind === 'place' || kind === 'departement';

const PRACTICES = ['skill', 'role', 'profession'] as const;

const pairs = (practice: Facet, place: Facet): string[] =>
  practice.terms.flatMap((what) => place.terms.map((where) => practiceTerm(what, where)));

function named(word: string, spellings: Spellings): string {
  const instead = spellings.get(word) ?? [];
  return instead.length === 0
    ? `'${nameTerm(word)}':*`
    : `(${[`'${nameTerm(word)}':*`, ...instead.map((other) => `'${nameTerm(other)}'`)].join(' | ')})`;
}

const anyOf = (terms: readonly string[]): string => `(${terms.map((term) => `'${term}'`).join(' | ')})`;
