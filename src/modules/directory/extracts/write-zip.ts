import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassThrough, type Readable, Transform } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { LineSink } from './line-sink.js';

/** A zip that was written. */
export interface WrittenZip {
  readonly bytes: number;
  /** Of the whole zip, hexadecimal. */
  readonly sha256: string;
  readonly texts: readonly WrittenText[];
}

export interface WrittenText {
  readonly name: string;
  readonly bytes: number;
  /** Header left out. */
  readonly lines: number;
}

export interface ZipPlan {
  /** Where the zip is to be, and beside it, while they last, the parts of it. */
  readonly path: string;
  /** Names of the texts, in the order of the sinks. */
  readonly names: readonly string[];
  /** Time written beside each text. */
  readonly at: Date;
}

/** Texts of this kind shrink ten times at the first level already, in a third of the time of the usual one. */
const LEVEL = 1;
const CHUNK = 1 << 18;

/**
 * Writes a zip of texts that grow together: the first is compressed as it comes, the others wait on the disk. The file
 * gets its name once all of it is on the disk; on an error nothing is left. In bounded memory, of any size (zip64).
 * In: where, and what fills the texts. Out: sizes and numbers of lines.
 */
export async function writeZip(
  { path, names, at }: ZipPlan,
  fill: (sinks: readonly LineSink[]) => Promise<void>,
): Promise<WrittenZip> {
  const parts = names.map((_, i) => `${path}.${i}.part`);
  const whole = `${path}.part`;
  try {
    const zip = new ZipFile();
    const first = new PassThrough({ highWaterMark: CHUNK });
    const rest = parts.slice(1).map((part) => createWriteStream(part, { mode: 0o600 }));
    // A stream that fails is closed, which its sink finds: nothing else has to listen.
    for (const out of rest) out.on('error', () => undefined);
    const sinks = [first, ...rest].map((out) => new LineSink(out));
    const options = { mtime: at, compressionLevel: LEVEL };
    zip.addReadStream(first, names[0] ?? '', options);
    const give = (error: Error) => {
      for (const out of [first, ...rest]) out.destroy();
      (zip.outputStream as Readable).destroy(error);
      throw error;
    };
    const writing = writeHashed(zip, whole).catch(give);
    const filling = (async () => {
      await fill(sinks);
      for (const sink of sinks) await sink.end();
      await Promise.all(rest.map((out) => finished(out)));
      for (const [i, part] of parts.entries()) if (i > 0) zip.addFile(part, names[i] ?? '', options);
      zip.end();
    })().catch(give);
    const [sums] = await Promise.all([writing, filling]);
    await rename(whole, path);
    await syncFolder(dirname(path));
    const texts = sinks.map(({ lines, bytes }, i) => ({ name: names[i] ?? '', lines, bytes }));
    return { ...sums, texts };
  } finally {
    await Promise.all([whole, ...parts].map((part) => rm(part, { force: true })));
  }
}

async function writeHashed(zip: ZipFile, path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  zip.on('error', (error) => watch.destroy(error));
  await pipeline(
    zip.outputStream,
    watch,
    createWriteStream(path, { mode: 0o600, flush: true, highWaterMark: CHUNK }),
  );
  return { bytes, sha256: hash.digest('hex') };
}

/** So that the name survives a cut of power as well. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(join(folder), 'r');
  await handle.sync().finally(() => handle.close());
}
