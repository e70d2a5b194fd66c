import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Extract, headerLine, stampOf } from './extract.js';
import type { Snapshot } from './snapshot.js';
import type { WrittenExtract } from './write-extract.js';
import { writeZip } from './write-zip.js';

/** The column that a file of changes has after those of the whole file. */
export const ACTION_COLUMN = 'Action';

/** A file of changes, open and without a name: it goes away when it is closed. */
export interface WrittenChanges {
  readonly file: WrittenExtract;
  readonly handle: FileHandle;
}

/**
 * Writes what changed in an extract after a publication, up to a state of the directory. Name:
 * `<extract>_Delta_<since>_<to>_AAAAMMJJhhmm.zip`. Undefined for an extract whose lines have no history.
 */
export async function writeChanges(
  extract: Extract,
  snapshot: Snapshot,
  since: number,
): Promise<WrittenChanges | undefined> {
  const fill = extract.fillChanges;
  if (!fill) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'esculape-changements-'));
  try {
    const { publication } = snapshot;
    const end = `Delta_${since}_${publication.number}_${stampOf(publication.at)}`;
    const name = `${extract.name}_${end}.zip`;
    const names = extract.files.map((file) => `${file.name}_${end}.txt`);
    const path = join(folder, name);
    const zip = await writeZip({ path, names, at: publication.at }, (sinks) => {
      for (const [i, file] of extract.files.entries()) sinks[i]?.header(headerLine(file, [ACTION_COLUMN]));
      return fill(snapshot, since, sinks);
    });
    return { file: { service: extract.code, name, ...zip }, handle: await open(path, 'r') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
