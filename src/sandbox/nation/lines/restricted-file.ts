import type { CivilStatus } from '../../../modules/authorities/index.js';
import type { Citizen } from '../nation.js';
import { authorityCell, capitals } from './cells.js';
import { NO_RESTRICTED_PLACE } from './place.js';
import { eachSituation, identifierCells } from './situations.js';

/**
 * Lines of `Extraction_ProSanteConnect_Personne_activite`, the variant of 50 columns.
 * In: the cells of a structure by its identifier.
 */
export function restrictedLines(
  citizen: Citizen,
  place: (id: string) => string,
  write: (line: string) => void,
): void {
  const [file] = citizen.files;
  if (!file) return;
  const { civilStatus, correspondence } = file.record;
  const contacts = `${national(correspondence.mobile?.e164)}|${correspondence.mail ?? ''}`;
  const start = `${identifierCells(citizen)}|${civilCells(civilStatus)}|${contacts}|${civilStatus.civility ?? ''}`;
  eachSituation(citizen, ({ authority, exercise, skill, activity }) => {
    const { profession, category, civility = '', name, givenName } = exercise;
    const who = `${profession}|${category}|${civility}|${capitals(name)}|${capitals(givenName)}`;
    const { mode = '', sector = '', pharmacistSection = '', genre = '', structure } = activity ?? {};
    const what = `${skill?.type ?? ''}|${skill?.code ?? ''}|${mode}|${sector}|${pharmacistSection}`;
    const role = activity?.role ?? activity?.function ?? '';
    const where = structure ? place(structure) : NO_RESTRICTED_PLACE;
    const body = authorityCell(authority, activity !== undefined);
    write(`${start}|${who}|${what}|${role}|${where}|${body}|${genre}|\n`);
  });
}

/** Birth name, given names (three slots), date, commune, country, place, sex. */
function civilCells({ birthName, givenNames, birthDate, birthPlace, sex }: CivilStatus): string {
  const [year, month, day] = birthDate.split('-');
  const [first = '', second = '', third = ''] = givenNames;
  const names = `${capitals(first)}'${capitals(second)}'${capitals(third)}`;
  const country = birthPlace.country === '99100' ? '99000' : birthPlace.country;
  const where = `${birthPlace.commune ?? ''}|${country}|${capitals(birthPlace.name)}`;
  return `${capitals(birthName)}|${names}|${day}/${month}/${year}|${where}|${sex}`;
}

/** A number of ten digits, as the extraction has it. */
const national = (e164 = ''): string => e164.replace(/^\+33/, '0');
