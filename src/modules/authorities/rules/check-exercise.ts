import type { FieldProblem } from '../../../platform/errors.js';
import {
  competentAuthorities,
  isSavoirFaireOf,
  isValid,
  type Profession,
  profession,
} from '../../nomenclatures/index.js';
import type { Activity, Exercise } from '../member-record.js';
import { periodProblems } from './period.js';
import { problem } from './problem.js';

/** The day on which codes must be open: a code that ended since is right for what began before. */
function isOpenCode(list: string, code: string, from: string | undefined, today: string): boolean {
  return isValid(list, code, today) || (from !== undefined && isValid(list, code, from));
}

const ACTIVITY_LISTS = {
  mode: 'TRE_R23',
  genre: 'TRE_R22',
  function: 'TRE_R21',
  role: 'TRE_R85',
  sector: 'TRE_R02',
  pharmacistSection: 'TRE_R06',
  endReason: 'TRE_R25',
} as const;

/**
 * Whether an authority may write a profession. Of those whom ADELI numbers, the regional agencies keep the files,
 * whatever authority has the profession since (nurses who never joined their ordre), and the ordre keeps its members
 * before the register takes the profession.
 */
function mayWrite(
  authority: string,
  known: Profession,
  category: string,
  on: string,
  adeli: boolean,
): boolean {
  if (adeli && authority.startsWith('ARS-')) return true;
  return competentAuthorities(known, category, adeli ? undefined : on).includes(authority);
}

/**
 * One exercise of a record, as one authority may write it. In: the exercise, the authority (TRE_R60), its path,
 * today, whether ADELI knew the person. Out: one problem per faulty field. Competence: order of 23 September 2022 on
 * the RPPS, article 2.
 */
export function exerciseProblems(
  exercise: Exercise,
  authority: string,
  path: string,
  today: string,
  adeli = false,
): FieldProblem[] {
  const known = profession(exercise.profession, exercise.category, today);
  const problems: FieldProblem[] = [];
  if (!known) problems.push(problem(`${path}/profession`, 'unknown-profession'));
  else if (!mayWrite(authority, known, exercise.category, today, adeli))
    problems.push(problem(`${path}/profession`, 'not-competent'));
  if (!exercise.name.trim() || !exercise.givenName.trim())
    problems.push(problem(`${path}/name`, 'name-missing'));
  if (exercise.civility && !isOpenCode('TRE_R11', exercise.civility, exercise.from, today))
    problems.push(problem(`${path}/civility`, 'unknown-code'));
  const status = exercise.registration?.status;
  if (status && !isOpenCode('TRE_R33', status, exercise.registration?.since, today))
    problems.push(problem(`${path}/registration/status`, 'unknown-code'));
  return [
    ...problems,
    ...periodProblems(exercise, path),
    ...(known ? skillProblems(exercise, known, path, today) : []),
    ...activitiesProblems(exercise.activities, path, today),
  ];
}

function skillProblems(exercise: Exercise, known: Profession, path: string, today: string): FieldProblem[] {
  return exercise.skills.flatMap((skill, i) => {
    const open = [today, skill.recognisedOn].some(
      (on) => on !== undefined && isSavoirFaireOf(known, skill.type, skill.code, on),
    );
    return open ? [] : [problem(`${path}/skills/${i}/code`, 'unknown-skill')];
  });
}

function activitiesProblems(activities: readonly Activity[], path: string, today: string): FieldProblem[] {
  const taken = new Set<string>();
  return activities.flatMap((activity, i) => {
    const at = `${path}/activities/${i}`;
    const repeated = taken.has(activity.key) ? [problem(`${at}/key`, 'repeated-key')] : [];
    taken.add(activity.key);
    return [...repeated, ...codeProblems(activity, at, today), ...periodProblems(activity, at)];
  });
}

function codeProblems(activity: Activity, path: string, today: string): FieldProblem[] {
  return (Object.keys(ACTIVITY_LISTS) as (keyof typeof ACTIVITY_LISTS)[]).flatMap((field) => {
    const value = activity[field];
    return value === undefined || isOpenCode(ACTIVITY_LISTS[field], value, activity.from, today)
      ? []
      : [problem(`${path}/${field}`, 'unknown-code')];
  });
}
