import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type Extract, headerLine, stampOf } from './extract.js';
import { LineSink } from './line-sink.js';
import type { Snapshot } from './snapshot.js';
import type { WrittenText } from './write-zip.js';

/** Writes the texts of an extract side by side, as imports read them; each gets its name once all are whole. */
export async function writeTexts(
  extract: Extract,
  snapshot: Snapshot,
  { folder, at }: { folder: string; at: Date },
): Promise<WrittenText[]> {
  const names = extract.files.map((file) => `${file.name}_${stampOf(at)}.txt`);
  const parts = names.map((name) => join(folder, `${name}.part`));
  const outs = parts.map((part) => createWriteStream(part, { mode: 0o600, flush: true }));
  const ends = outs.map((out) => finished(out));
  // Told when it is waited for, below.
  for (const end of ends) end.catch(() => undefined);
  try {
    const sinks = outs.map((out) => new LineSink(out));
    for (const [i, file] of extract.files.entries()) sinks[i]?.header(headerLine(file));
    await extract.fill(snapshot, sinks);
    for (const sink of sinks) await sink.end();
    await Promise.all(ends);
    for (const [i, part] of parts.entries()) await rename(part, join(folder, names[i] ?? ''));
    return sinks.map(({ lines, bytes }, i) => ({ name: names[i] ?? '', lines, bytes }));
  } finally {
    for (const out of outs) out.destroy();
    await Promise.all(parts.map((part) => rm(part, { force: true })));
  }
}
