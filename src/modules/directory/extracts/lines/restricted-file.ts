import type { EntryActivity, EntryExercise, EntryPerson } from '../../entry.js';
import { civilityOf } from '../../rules/civility-of.js';
import { authorityCell, identifierCells, name, text } from './cells.js';
import type { PersonLines } from './open-files.js';
import { otherIdsCell } from './other-ids.js';
import { restrictedPlace } from './place.js';
import { eachSituation } from './situations.js';

/**
 * `Extraction_ProSanteConnect_Personne_activite`, the variant of 50 columns: codes alone, with civil status and
 * correspondence, for all active people, the professions that the public does not see yet included.
 */
export const restrictedLines: PersonLines = (person, exercises, _on, write) =>
  lines(person, exercises, '', write);

/** The variant of 51 columns, with the other identifiers before the kind of activity. */
export const restrictedLinesWithNumbers: PersonLines = (person, exercises, _on, write) =>
  lines(person, exercises, `${otherIdsCell(person)}|`, write);

/** In: cells that stand before the last one. */
function lines(
  person: EntryPerson,
  exercises: readonly EntryExercise[],
  numbers: string,
  write: (line: string) => void,
): void {
  const start = `${identifierCells(person.idNat)}|${civilCells(person.civilStatus)}|${contactCells(person.correspondence)}|${text(civilityOf(person))}`;
  for (const exercise of exercises) {
    const { profession, category, civility } = exercise;
    const who = `${text(profession)}|${text(category)}|${text(civility)}|${name(exercise.name)}|${name(exercise.givenName)}`;
    eachSituation(exercise, (skill, activity) =>
      write(
        `${start}|${who}|${text(skill?.type)}|${text(skill?.code)}|${activityCells(activity, exercise, numbers)}|\n`,
      ),
    );
  }
}

function activityCells(
  activity: EntryActivity | undefined,
  exercise: EntryExercise,
  numbers: string,
): string {
  const body = authorityCell(exercise.provenance.authority, activity !== undefined);
  if (!activity) return `||||${restrictedPlace(undefined)}|${body}|${numbers}`;
  const { mode, sector, pharmacistSection, genre, place } = activity;
  const what = `${text(mode)}|${text(sector)}|${text(pharmacistSection)}|${text(activity.role ?? activity.function)}`;
  return `${what}|${restrictedPlace(place)}|${body}|${numbers}${text(genre)}`;
}

/** Birth name, given names (three slots), date, commune, country, place, sex. */
function civilCells(status: EntryPerson['civilStatus']): string {
  if (!status) return '||||||';
  const { birthName, givenNames, birthDate, birthPlace, sex } = status;
  const [year, month, day] = birthDate.split('-');
  const [first, second, third] = givenNames;
  const names = `${name(first ?? '')}'${name(second ?? '')}'${name(third ?? '')}`;
  // One code of France in the files, another in the civil status.
  const country = birthPlace.country === '99100' ? '99000' : birthPlace.country;
  return `${name(birthName)}|${names}|${day}/${month}/${year}|${text(birthPlace.commune)}|${text(country)}|${name(birthPlace.name)}|${sex}`;
}

/** Phone as ten digits, as the extraction has it, and mail. */
function contactCells(contacts: EntryPerson['correspondence']): string {
  const { mobile, mail } = contacts ?? {};
  const typed = text(mobile?.original);
  return `${/^\d{10}$/.test(typed) ? typed : text(mobile?.e164).replace(/^\+33/, '0')}|${text(mail)}`;
}
