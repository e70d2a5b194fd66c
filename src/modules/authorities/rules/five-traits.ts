import type { FieldProblem } from '../../../platform/errors.js';
import { isValid } from '../../nomenclatures/index.js';
import type { CivilStatus } from '../member-record.js';
import { problem } from './problem.js';

/** France in TRE_R20, and as the national files write it. */
const FRANCE: readonly (string | undefined)[] = ['99100', '99000'];

const COMMUNE = /^(\d{2}|2[AB])\d{3}$/;

/** Whether the text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/**
 * The five traits of the régalienne identity: birth name, first names, birth date, birth place, sex (those of the
 * identité pivot of FranceConnect). In: the civil status as far as it is known, and today. Out: one problem for each
 * trait that is missing or impossible.
 */
export function traitProblems(status: Partial<CivilStatus>, today: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (!status.birthName?.trim()) problems.push(problem('civilStatus/birthName', 'birth-name-missing'));
  if (!status.givenNames?.length || status.givenNames.some((name) => !name.trim()))
    problems.push(problem('civilStatus/givenNames', 'given-names-missing'));
  if (status.sex !== 'F' && status.sex !== 'M') problems.push(problem('civilStatus/sex', 'sex-missing'));
  if (!status.birthDate) problems.push(problem('civilStatus/birthDate', 'birth-date-missing'));
  else if (!isDay(status.birthDate) || status.birthDate > today || status.birthDate < '1900-01-01')
    problems.push(problem('civilStatus/birthDate', 'birth-date-impossible'));
  const place = status.birthPlace;
  if (!place?.name?.trim()) problems.push(problem('civilStatus/birthPlace/name', 'birth-place-missing'));
  else if (FRANCE.includes(place.country) ? !COMMUNE.test(place.commune ?? '') : place.commune !== undefined)
    problems.push(problem('civilStatus/birthPlace/commune', 'birth-commune-wrong'));
  if (place && !FRANCE.includes(place.country) && !isValid('TRE_R20', place.country))
    problems.push(problem('civilStatus/birthPlace/country', 'unknown-code'));
  return problems;
}
