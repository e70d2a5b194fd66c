import { join } from 'node:path';
import { type Extract, headerLine, stampOf } from './extract.js';
import type { Snapshot } from './snapshot.js';
import { type WrittenZip, writeZip } from './write-zip.js';

/** An extract that was written. */
export interface WrittenExtract extends WrittenZip {
  /** Service code. */
  readonly service: string;
  /** File name, with its time stamp. */
  readonly name: string;
}

/** Writes one extract of a state into a folder, under the name that its time of publication gives. */
export async function writeExtract(
  extract: Extract,
  snapshot: Snapshot,
  { folder, at }: { folder: string; at: Date },
): Promise<WrittenExtract> {
  const stamp = stampOf(at);
  const name = `${extract.name}_${stamp}.zip`;
  const names = extract.files.map((file) => `${file.name}_${stamp}.txt`);
  const written = await writeZip({ path: join(folder, name), names, at }, (sinks) => {
    for (const [i, file] of extract.files.entries()) sinks[i]?.header(headerLine(file));
    return extract.fill(snapshot, sinks);
  });
  return { service: extract.code, name, ...written };
}
