import type { Extract, ExtractFile } from './extract.js';
import type { LineSink } from './line-sink.js';
import { identifierCells } from './lines/cells.js';
import type { PersonLines } from './lines/open-files.js';
import { type Change, readChanges } from './read-changes.js';
import { readPeople, type Wanted } from './read-people.js';
import type { Snapshot } from './snapshot.js';

/** A file made of what each person's lines say. */
export type PeopleFile = ExtractFile & { readonly lines: PersonLines };

/** How an extract of people is filled: the lines of all files in one reading. */
export function ofPeople(
  wanted: Wanted,
  isIn: (idNat: string) => boolean,
  files: readonly PeopleFile[],
): Pick<Extract, 'files' | 'fill' | 'fillChanges'> {
  return {
    files,
    async fill(snapshot, sinks) {
      for await (const people of readPeople(snapshot, wanted)) {
        for (const person of people) {
          if (!isIn(person.idNat)) continue;
          for (const [i, { lines }] of files.entries())
            lines(person, snapshot.on, (sinks[i] as LineSink).add);
        }
        for (const sink of sinks) await sink.flush();
      }
    },
    fillChanges: (snapshot, since, sinks) => changes(snapshot, since, wanted, files, isIn, sinks),
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
  wanted: Wanted,
  files: readonly PeopleFile[],
  isIn: (idNat: string) => boolean,
  sinks: readonly LineSink[],
): Promise<void> {
  for await (const batch of readChanges(snapshot, since, wanted)) {
    for (const change of batch) {
      const { idNat, person } = change;
      if (!isIn(idNat) || (wanted !== 'everybody' && !concernsPublic(change))) continue;
      const isNew = change.published && change.switched;
      const isShown = change.published || wanted === 'everybody';
      for (const [i, { lines, columns }] of files.entries()) {
        const { add } = sinks[i] as LineSink;
        let isThere = false;
        const write = (line: string) => {
          isThere = true;
          add(`${line.slice(0, -1)}${isNew ? 'C' : 'M'}|\n`);
        };
        if (isShown) lines(person, snapshot.on, write);
        if (!isThere && !isNew) add(`${identifierCells(idNat)}${'|'.repeat(columns.length - 2)}S|\n`);
      }
    }
    for (const sink of sinks) await sink.flush();
  }
}

/** Who was out of sight then and still is has not changed for the public. */
const concernsPublic = ({ published, everPublished, switched }: Change): boolean =>
  published || (everPublished && switched);
