import type { Activity } from '../../../modules/authorities/index.js';
import type { Citizen } from '../nation.js';
import { authorityCell, capitals, coded, professionCells } from './cells.js';
import { NO_OPEN_PLACE } from './place.js';
import { eachSituation, identifierCells } from './situations.js';

/** A file of one person: its lines, each with its end. */
type Write = (line: string) => void;

/** Lines of `PS_LibreAcces_Personne_activite`, 56 columns. In: the cells of a structure by its identifier. */
export function activityLines(citizen: Citizen, place: (id: string) => string, write: Write): void {
  const start = identifierCells(citizen);
  const civility = coded('TRE_R81', citizen.files[0]?.record.civilStatus.civility);
  eachSituation(citizen, ({ authority, exercise, skill, activity }) => {
    const { name, givenName, profession, category } = exercise;
    const who = `${coded('TRE_R11', exercise.civility)}|${civility}|${capitals(name)}|${capitals(givenName)}`;
    const what = `${professionCells(profession)}|${coded('TRE_R09', category)}|${skillCells(skill)}`;
    write(`${start}|${who}|${what}|${activityCells(activity, authority, place)}|\n`);
  });
}

function activityCells(
  activity: Activity | undefined,
  authority: string,
  place: (id: string) => string,
): string {
  const where = activity?.structure ? place(activity.structure) : NO_OPEN_PLACE;
  const body = authorityCell(authority, activity !== undefined);
  const kind = `${coded('TRE_R02', activity?.sector)}|${coded('TRE_R06', activity?.pharmacistSection)}`;
  const role = activity?.role ? coded('TRE_R85', activity.role) : coded('TRE_R21', activity?.function);
  return `${coded('TRE_R23', activity?.mode)}|${where}|${body}|${kind}|${role}|${coded('TRE_R22', activity?.genre)}`;
}

const SKILL_LISTS: Readonly<Record<string, string>> = {
  S: 'TRE_R38',
  CAPA: 'TRE_R43',
  DNQ: 'TRE_R42',
  FQ: 'TRE_R45',
};

function skillCells(skill: { readonly type: string; readonly code: string } | undefined): string {
  if (!skill) return '|||';
  return `${coded('TRE_R04', skill.type)}|${coded(SKILL_LISTS[skill.type] ?? 'TRE_R38', skill.code)}`;
}

/** Lines of `PS_LibreAcces_SavoirFaire`. */
export function skillLines(citizen: Citizen, write: Write): void {
  for (const { record } of citizen.files) {
    for (const { name, givenName, profession, category, skills } of record.exercises) {
      for (const skill of skills) {
        const what = `${professionCells(profession)}|${coded('TRE_R09', category)}|${skillCells(skill)}`;
        write(`${identifierCells(citizen)}|${capitals(name)}|${capitals(givenName)}|${what}|\n`);
      }
    }
  }
}

/** Lines of `PS_LibreAcces_Dipl_AutExerc`: diplomas first, then authorisations. */
export function diplomaLines(citizen: Citizen, write: Write): void {
  for (const { record } of citizen.files) {
    const [first] = record.exercises;
    if (!first) continue;
    const who = `${identifierCells(citizen)}|${capitals(first.name)}|${capitals(first.givenName)}`;
    for (const { type, code } of record.diplomas)
      write(`${who}|${coded('TRE_R14', type)}|${diplomaCells(code)}|||||\n`);
    for (const { type, discipline } of record.authorisations)
      write(`${who}|||||${coded('TRE_R17', type)}|${discipline ?? ''}||\n`);
  }
}

const diplomaCells = (code: string): string =>
  code.startsWith('DE') ? coded('TRE_R48', code) : coded('JDV_J183', code);
