import { codes, departement, label, professions, roles } from '../../nomenclatures/index.js';
import { EVERYDAY, type Meaning } from './everyday-words.js';
import { fold } from './fold.js';
import { departementTerm } from './place-terms.js';
import { modeTerm, professionTerm, roleTerm, skillTerm } from './search-terms.js';
import { stemmed } from './stem.js';

export type FacetKind = 'profession' | 'skill' | 'role' | 'mode' | 'category' | 'departement' | 'place';

/** One thing to search by: any of its terms. `value` is how it is written in an address, codes joined by a dot. */
export interface Facet {
  readonly kind: FacetKind;
  readonly value: string;
  readonly label: string;
  readonly terms: readonly string[];
}

/** What a phrase means, undefined when it is no word of the lists. In: any text; plural and feminine do not count. */
export const meaningOf = (phrase: string): Facet | undefined => lexicon().get(stemmed(phrase));

/** A facet from an address: its kind and its codes. Codes that no list knows are left out; undefined when none is left. */
export function facetOf(kind: FacetKind, value: string): Facet | undefined {
  const wanted = value.split('.').filter((code) => /^\w{1,10}$/.test(code));
  const known = wanted.slice(0, MOST_CODES).filter((code) => wordsOf(kind, code) !== undefined);
  const [first] = known;
  if (first === undefined) return undefined;
  const all = lexiconByValue().get(`${kind} ${known.join('.')}`);
  return all ?? facet(kind, known, wordsOf(kind, first) ?? first);
}

/** The words of everyday speech that are understood. */
export const everydayPhrases = (): string[] =>
  EVERYDAY.flatMap(({ words: phrases }) => phrases.filter((one) => !one.includes(' ')));

const MOST_CODES = 60;

/** The words of a code, as the page shows them. */
export function wordsOf(kind: FacetKind, code: string): string | undefined {
  if (kind === 'profession') return professions().find((one) => one.code === code)?.label;
  if (kind === 'role') return label('TRE_R85', code);
  if (kind === 'mode') return label('TRE_R23', code);
  if (kind === 'departement') return departement(code)?.name;
  if (kind === 'category') return label('TRE_R66', code);
  if (kind === 'skill') return skillLabels().get(code);
  return undefined;
}

const SKILL_LISTS = ['TRE_R38', 'TRE_R39', 'TRE_R40', 'TRE_R42', 'TRE_R43', 'TRE_R97', 'TRE_R359', 'TRE_G13'];

const TERM_OF: Record<FacetKind, (code: string) => string> = {
  profession: professionTerm,
  skill: skillTerm,
  role: roleTerm,
  mode: modeTerm,
  // In the terms of structures, not of people.
  category: (code) => `k_${code}`,
  departement: departementTerm,
  place: (code) => code,
};

const facet = (kind: FacetKind, among: readonly string[], words: string): Facet => ({
  kind,
  value: among.join('.'),
  label: words,
  terms: among.map(TERM_OF[kind]),
});

/** The label of a savoir-faire without the type that the list adds in brackets. */
export const plainLabel = (words: string): string => words.replace(/ \([A-Z]+\)$/, '');

let labelsOfSkills: Map<string, string> | undefined;
let byPhrase: Map<string, Facet> | undefined;
let byValue: Map<string, Facet> | undefined;

function skillLabels(): Map<string, string> {
  labelsOfSkills ??= new Map(
    SKILL_LISTS.flatMap((list) => codes(list).map((one) => [one.code, plainLabel(one.label)] as const)),
  );
  return labelsOfSkills;
}

function lexicon(): Map<string, Facet> {
  byPhrase ??= new Map([...fromLists(), ...EVERYDAY.flatMap(fromSpeech)]);
  return byPhrase;
}

function lexiconByValue(): Map<string, Facet> {
  byValue ??= new Map([...lexicon().values()].map((one) => [`${one.kind} ${one.value}`, one]));
  return byValue;
}

function fromLists(): [string, Facet][] {
  const skills = Map.groupBy(skillLabels(), ([, words]) => stemmed(words));
  return [
    ...[...skills].map(([phrase, found]): [string, Facet] => [
      phrase,
      facet(
        'skill',
        found.map(([code]) => code),
        found[0]?.[1] ?? phrase,
      ),
    ]),
    ...roles().map(({ code, label: words }): [string, Facet] => [
      stemmed(words),
      facet('role', [code], words),
    ]),
    ...professions({ population: 'ordre' }).map(named),
    ...professions({ population: 'ars' }).map(named),
  ];
}

const named = ({ code, label: words }: { code: string; label: string }): [string, Facet] => [
  stemmed(words),
  facet('profession', [code], words),
];

function fromSpeech(meaning: Meaning): [string, Facet][] {
  const said = meantBy(meaning);
  return said ? meaning.words.map((phrase) => [stemmed(phrase), said]) : [];
}

function meantBy({ professions: jobs, roles: parts, skills, categories, mode, words }: Meaning) {
  const [first = ''] = words;
  if (jobs?.[0]) return facet('profession', jobs, wordsOf('profession', jobs[0]) ?? first);
  if (parts?.[0])
    return facet('role', parts, parts.length > 1 ? capital(first) : (wordsOf('role', parts[0]) ?? first));
  if (mode) return facet('mode', [mode], wordsOf('mode', mode) ?? first);
  if (categories) return facet('category', categories, capital(first));
  const beginnings = (skills ?? []).map(fold);
  const found = [...skillLabels()].filter(([, of]) => beginnings.some((begin) => fold(of).startsWith(begin)));
  return found.length > 0
    ? facet(
        'skill',
        found.map(([code]) => code),
        capital(first),
      )
    : undefined;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
