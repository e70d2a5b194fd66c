import { allCommunes, type Commune, commune, departement, departements } from '../../nomenclatures/index.js';
import { fold } from './fold.js';
import { communeTerm, departementTerm, postcodeTerm } from './place-terms.js';

/** Where to search: the terms (any of them), and the words that tell the person what was understood. */
export interface ResolvedPlace {
  readonly terms: readonly string[];
  readonly label: string;
}

const MOST_COMMUNES = 40;

/**
 * Reads a place as a person types it: a postcode, a département (number or name), a town, `saint-denis 974`,
 * `lyon 3e`. Several towns of one name are all meant. Undefined when no place is recognised.
 */
export function resolvePlace(typed: string): ResolvedPlace | undefined {
  return wholePlace(typed) ?? begunPlace(fold(typed));
}

/** The same, for a place written out: the beginning of a town's name is none. */
export function wholePlace(typed: string): ResolvedPlace | undefined {
  const text = fold(typed);
  if (text === '') return undefined;
  if (/^\d{5}$/.test(text)) return { terms: [postcodeTerm(text)], label: text };
  const byNumber = departement(text.toUpperCase().padStart(2, '0'));
  if (byNumber)
    return { terms: [departementTerm(byNumber.code)], label: `${byNumber.name} (${byNumber.code})` };
  return arrondissement(text) ?? byNames(text);
}

function byNames(text: string): ResolvedPlace | undefined {
  const [, town = text, suffix] = /^(.*?) (\d{2,3}|2[ab]|\d{5})$/.exec(text) ?? [];
  const known = townsNamed(town) ?? townsNamed(town.replace(/^st(e?) /, 'saint$1 ')) ?? [];
  const named = suffix === undefined ? known : known.filter((one) => isOf(one, suffix));
  const area = suffix === undefined ? byName().departements.get(text) : undefined;
  if (named.length === 0 && !area) return undefined;
  return {
    terms: [...named.map((one) => communeTerm(one.insee)), ...(area ? [departementTerm(area)] : [])],
    label: named[0] ? labelOf(named) : (departement(area ?? '')?.name ?? text),
  };
}

function begunPlace(text: string): ResolvedPlace | undefined {
  const found = beginning(text);
  return found.length === 0
    ? undefined
    : { terms: found.map((one) => communeTerm(one.insee)), label: labelOf(found) };
}

const isOf = (one: Commune, suffix: string): boolean =>
  one.departement.toLowerCase() === suffix || one.postcodes.includes(suffix);

function labelOf(found: readonly Commune[]): string {
  const [first] = found;
  if (!first) return '';
  const areas = new Set(found.map((one) => one.departement));
  return found.length === 1 || areas.size === 1
    ? `${first.name} (${first.departement})`
    : `${first.name} et ${found.length - 1} autre${found.length > 2 ? 's' : ''} commune${found.length > 2 ? 's' : ''}`;
}

function beginning(text: string): Commune[] {
  if (text.length < 3 || /\d/.test(text)) return [];
  const names = [...byName().towns.keys()].filter((name) => name.startsWith(text));
  return names.flatMap((name) => townsNamed(name) ?? []).slice(0, MOST_COMMUNES);
}

function arrondissement(text: string): ResolvedPlace | undefined {
  const [, town, number] = /^(paris|lyon|marseille) (\d{1,2}) ?(?:e|er|eme|ieme)?$/.exec(text) ?? [];
  const [one] =
    (town && townsNamed(`${town} ${Number(number)}${Number(number) === 1 ? 'er' : 'e'} arrondissement`)) ||
    [];
  return one ? { terms: [communeTerm(one.insee)], label: labelOf([one]) } : undefined;
}

/** The communes of a folded name. Only codes stay in memory: the names are those of the whole country. */
function townsNamed(name: string): Commune[] | undefined {
  return byName()
    .towns.get(name)
    ?.split(' ')
    .flatMap((insee) => commune(insee) ?? []);
}

interface Names {
  readonly towns: ReadonlyMap<string, string>;
  readonly departements: ReadonlyMap<string, string>;
}

let names: Names | undefined;

function byName(): Names {
  names ??= readNames();
  return names;
}

function readNames(): Names {
  const towns = new Map<string, string>();
  for (const { name, insee } of allCommunes()) {
    const held = towns.get(fold(name));
    towns.set(fold(name), held === undefined ? insee : `${held} ${insee}`);
  }
  return { towns, departements: new Map(departements().map(({ name, code }) => [fold(name), code])) };
}
