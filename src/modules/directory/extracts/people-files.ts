import type { EntryExercise } from '../entry.js';
import { isPublicNumber } from '../rules/publication-rules.js';
import type { Extract, ExtractFile } from './extract.js';
import type { LineSink } from './line-sink.js';
import { identifierCells } from './lines/cells.js';
import type { PersonLines } from './lines/open-files.js';
import { type Change, readChanges } from './read-changes.js';
import { type ReadPerson, readPeople, type Wanted } from './read-people.js';
import type { Snapshot } from './snapshot.js';

/** A file made of what each person's lines say. */
export type PeopleFile = ExtractFile & { readonly lines: PersonLines };

/** Which people an extract reads, and what of each it tells. */
export interface PeopleSource {
  readonly wanted: Wanted;
  readonly isIn: (idNat: string) => boolean;
  /** The exercises that are told on a day (`YYYY-MM-DD`). */
  readonly exercisesOf: (person: ReadPerson, on: string) => readonly EntryExercise[];
}

/** How an extract of people is filled: the lines of all files in one reading. */
export function ofPeople(
  source: PeopleSource,
  files: readonly PeopleFile[],
): Pick<Extract, 'files' | 'fill' | 'fillChanges'> {
  return {
    files,
    async fill(snapshot, sinks) {
      for await (const people of readPeople(snapshot, source.wanted)) {
        for (const person of people) {
          if (!source.isIn(person.idNat)) continue;
          const exercises = source.exercisesOf(person, snapshot.on);
          for (const [i, { lines }] of files.entries())
            lines(person, exercises, snapshot.on, (sinks[i] as LineSink).add);
        }
        for (const sink of sinks) await sink.flush();
      }
    },
    fillChanges: (snapshot, since, sinks) => changes(snapshot, since, source, files, sinks),
  };
}

/**
 * Writes, for each person whom a publication after `since` touched, all his lines of today with one more cell: `C` for
 * somebody who was not shown, `M` for one who was; and where nothing is left of him in a file, one line of his
 * identifiers alone with `S`.
 */
async function changes(
  snapshot: Snapshot,
  since: number,
  { wanted, isIn, exercisesOf }: PeopleSource,
  files: readonly PeopleFile[],
  sinks: readonly LineSink[],
): Promise<void> {
  for await (const batch of readChanges(snapshot, since, wanted)) {
    for (const change of batch) {
      const { idNat, person } = change;
      if (!isIn(idNat) || (wanted !== 'everybody' && !concernsPublic(change))) continue;
      // Who is numbered by a structure is never shown to the public: he is new when his entry is.
      const isNew = change.switched && (change.published || !isPublicNumber(idNat));
      const isShown = change.published || wanted === 'everybody';
      const exercises = isShown ? exercisesOf(person, snapshot.on) : [];
      for (const [i, { lines, columns }] of files.entries()) {
        const { add } = sinks[i] as LineSink;
        let isThere = false;
        const write = (line: string) => {
          isThere = true;
          add(`${line.slice(0, -1)}${isNew ? 'C' : 'M'}|\n`);
        };
        if (isShown) lines(person, exercises, snapshot.on, write);
        if (!isThere && !isNew) add(`${identifierCells(idNat)}${'|'.repeat(columns.length - 2)}S|\n`);
      }
    }
    for (const sink of sinks) await sink.flush();
  }
}

/** Who was out of sight then and still is has not changed for the public. */
const concernsPublic = ({ published, everPublished, switched }: Change): boolean =>
  published || (everPublished && switched);
