import { CRITERIA, type Criterion, type PeopleAsked } from '../../modules/directory/index.js';
import { CRITERION_WORDS, SHOWN } from './words.js';

/** The value of a field that asks for people without a value: an empty field asks for anybody. */
const UNKNOWN = '-';

/** Reads what is asked from the fields of an address. */
export function readAsked(query: Readonly<Record<string, string>>): PeopleAsked {
  return Object.fromEntries(
    CRITERIA.flatMap((name) => {
      const typed = query[CRITERION_WORDS[name].field] ?? '';
      return typed === '' ? [] : [[name, typed === UNKNOWN ? '' : typed]];
    }),
  );
}

/** The criterion of the breakdown shown: the one of the address, else the first that is left open. */
export function readBy(query: Readonly<Record<string, string>>, asked: PeopleAsked): Criterion | undefined {
  const open = SHOWN.filter((name) => asked[name] === undefined);
  return open.find((name) => CRITERION_WORDS[name].field === query.par) ?? open[0];
}

/** A value as an address carries it. */
export const fieldValue = (value: string): string => (value === '' ? UNKNOWN : value);

/** The address of a breakdown; the page, or a file of it. */
export function hrefOf(asked: PeopleAsked, by: Criterion | undefined, path = '/statistiques'): string {
  const query = new URLSearchParams();
  for (const name of CRITERIA)
    if (asked[name] !== undefined) query.set(CRITERION_WORDS[name].field, fieldValue(asked[name]));
  if (by) query.set('par', CRITERION_WORDS[by].field);
  return query.size > 0 ? `${path}?${query}` : path;
}
