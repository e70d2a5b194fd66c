import { savoirFaireList } from '../../../nomenclatures/index.js';
import type { EntryActivity, EntryExercise } from '../../entry.js';
import { civilityOf } from '../../rules/civility-of.js';
import type { ReadPerson } from '../read-people.js';
import { authorityCell, coded, identifierCells, name, professionCells } from './cells.js';
import { openPlace } from './place.js';
import { eachSituation } from './situations.js';

/** Receives lines, each with its end. */
export type Write = (line: string) => void;

/** What a file says of a person whose exercises of the day are given (`on`: `YYYY-MM-DD`). */
export type PersonLines = (
  person: ReadPerson,
  exercises: readonly EntryExercise[],
  on: string,
  write: Write,
) => void;

/** `PS_LibreAcces_Personne_activite`: a line per exercise, savoir-faire and activity. */
export const activityLines: PersonLines = (person, exercises, _on, write) => {
  const start = identifierCells(person.idNat);
  const civility = coded('TRE_R81', civilityOf(person));
  for (const exercise of exercises) {
    const who = `${coded('TRE_R11', exercise.civility)}|${civility}|${name(exercise.name)}|${name(exercise.givenName)}`;
    const what = exerciseCells(exercise);
    eachSituation(exercise, (skill, activity) =>
      write(`${start}|${who}|${what}|${skillCells(skill)}|${activityCells(activity, exercise)}|\n`),
    );
  }
};

const exerciseCells = ({ profession, category }: EntryExercise): string =>
  `${professionCells(profession)}|${coded('TRE_R09', category)}`;

function activityCells(activity: EntryActivity | undefined, exercise: EntryExercise): string {
  const body = authorityCell(exercise.provenance.authority, activity !== undefined);
  const kind = `${coded('TRE_R02', activity?.sector)}|${coded('TRE_R06', activity?.pharmacistSection)}`;
  const role = activity?.role ? coded('TRE_R85', activity.role) : coded('TRE_R21', activity?.function);
  return `${coded('TRE_R23', activity?.mode)}|${openPlace(activity?.place)}|${body}|${kind}|${role}|${coded('TRE_R22', activity?.genre)}`;
}

function skillCells(skill: EntryExercise['skills'][number] | undefined): string {
  if (!skill) return '|||';
  return `${coded('TRE_R04', skill.type)}|${coded(savoirFaireList(skill.type) ?? 'TRE_R38', skill.code)}`;
}

/** `PS_LibreAcces_SavoirFaire`: a line per savoir-faire. */
export const skillLines: PersonLines = (person, exercises, _on, write) => {
  for (const exercise of exercises) {
    const who = `${name(exercise.name)}|${name(exercise.givenName)}|${exerciseCells(exercise)}`;
    for (const skill of exercise.skills)
      write(`${identifierCells(person.idNat)}|${who}|${skillCells(skill)}|\n`);
  }
};

/** `PS_LibreAcces_Dipl_AutExerc`: diplomas first, then the authorisations that hold on the day. */
export const titleLines: PersonLines = (person, exercises, on, write) => {
  const [first] = exercises;
  if (!first) return;
  const who = `${identifierCells(person.idNat)}|${name(first.name)}|${name(first.givenName)}`;
  for (const { type, code } of person.diplomas)
    write(`${who}|${coded('TRE_R14', type)}|${diplomaCells(code)}|||||\n`);
  for (const { type, discipline, from, to } of person.authorisations) {
    if ((from ?? on) > on || (to ?? on) < on) continue;
    write(`${who}|||||${coded('TRE_R17', type)}|${coded('TRE_R38', discipline)}|\n`);
  }
};

const diplomaCells = (code: string): string =>
  code.startsWith('DE') ? coded('TRE_R48', code) : coded('JDV_J183', code);
