import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { crc32, createGunzip } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { fileRefusals } from './refusals.js';

/** A file ready to be read once, from its beginning. */
export interface OpenedFile {
  /** The name that tells kind and date: of the text, also when it lies in a zip. */
  readonly name: string;
  readonly bytes: AsyncIterable<Buffer>;
  /** Share read so far, from 0 to 1. */
  progress(): number;
  close(): void;
}

/** More than any publication of the directory by far. */
const LARGEST_TEXT = 8 * 1024 ** 3;
/** Text shrinks ten times or so; a bomb shrinks a thousand times. Small files may repeat themselves. */
const STRONGEST_RATIO = 100;
const RATIO_FROM = 16 * 1024 ** 2;
// Texts of that size die young: larger ones stay in memory until a full collection.
const CHUNK = 120 * 1024;
/** Of a zip with files, and of one without any. */
const ZIP_STARTS = [0x04034b50, 0x06054b50];
/** As they are, or deflated (the ZIP format, 4.4.5). */
const READ_PACKINGS = [0, 8];
const GZIP_START = 0x8b1f;

/**
 * Opens a text, a gzip, or a zip that holds exactly one text. Throws refusals `file.…` for a file that is missing or
 * empty, a zip that is damaged, locked or of another kind, holds none or several files, or swells beyond measure; while
 * reading too, since a zip tells only then.
 */
export async function openFile(path: string): Promise<OpenedFile> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw fileRefusals.unreadable(basename(path));
  if (found.size === 0) throw fileRefusals.empty(basename(path));
  const handle = await open(path, 'r');
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
  await handle.close();
  const zipped = bytesRead === 4 && ZIP_STARTS.includes(buffer.readUInt32LE());
  if (!zipped && path.toLowerCase().endsWith('.zip')) throw fileRefusals.damaged(basename(path));
  if (zipped) return openZip(path);
  const gzipped = bytesRead === 4 && buffer.readUInt16LE() === GZIP_START;
  return gzipped ? openGzip(path, found.size) : openText(path, found.size);
}

function openText(path: string, size: number): OpenedFile {
  const stream = createReadStream(path, { highWaterMark: CHUNK });
  return {
    name: basename(path),
    bytes: stream as AsyncIterable<Buffer>,
    progress: () => stream.bytesRead / size,
    close: () => stream.destroy(),
  };
}

function openGzip(path: string, size: number): OpenedFile {
  const name = basename(path);
  const packed = createReadStream(path, { highWaterMark: CHUNK });
  const stream = packed.pipe(createGunzip({ chunkSize: CHUNK }));
  // A failure of the disk ends the text as well.
  packed.on('error', (error) => stream.destroy(error));
  // Read on, it tells; given up, it has nobody to tell.
  stream.on('error', () => undefined);
  return {
    name: name.replace(/\.gz$/i, ''),
    progress: () => packed.bytesRead / size,
    close: () => {
      packed.destroy();
      stream.destroy();
    },
    bytes: (async function* () {
      let read = 0;
      try {
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          read += chunk.length;
          if (read > RATIO_FROM && read > size * STRONGEST_RATIO) break;
          yield chunk;
        }
      } catch {
        throw fileRefusals.damaged(name);
      }
      if (read > RATIO_FROM && read > size * STRONGEST_RATIO) throw fileRefusals.tooBig(name);
    })(),
  };
}

async function openZip(path: string): Promise<OpenedFile> {
  const name = basename(path);
  const { zip, entry } = await onlyEntry(path, name);
  const { compressedSize, uncompressedSize } = entry;
  if (entry.isEncrypted()) throw refused(zip, fileRefusals.locked(name));
  if (!READ_PACKINGS.includes(entry.compressionMethod)) throw refused(zip, fileRefusals.unknownPacking(name));
  if (uncompressedSize > LARGEST_TEXT) throw refused(zip, fileRefusals.tooBig(name));
  const swollen = uncompressedSize > RATIO_FROM && uncompressedSize > compressedSize * STRONGEST_RATIO;
  if (swollen) throw refused(zip, fileRefusals.tooBig(name));
  if (uncompressedSize === 0) throw refused(zip, fileRefusals.empty(name));
  let read = 0;
  return {
    name: basename(entry.fileName),
    progress: () => read / uncompressedSize,
    close: () => zip.close(),
    bytes: (async function* () {
      let sum = 0;
      try {
        // yauzl itself stops at the announced size, which was checked above.
        for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
          sum = crc32(chunk, sum);
          read += chunk.length;
          yield chunk;
        }
      } catch {
        throw fileRefusals.damaged(name);
      }
      if (sum !== entry.crc32 || read !== uncompressedSize) throw fileRefusals.damaged(name);
    })(),
  };
}

function refused(zip: ZipFile, refusal: Error): Error {
  zip.close();
  return refusal;
}

async function onlyEntry(path: string, name: string): Promise<{ zip: ZipFile; entry: Entry }> {
  const damaged = () => fileRefusals.damaged(name);
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch(() => {
    throw damaged();
  });
  if (zip.entryCount !== 1) throw refused(zip, fileRefusals.manyEntries(name, zip.entryCount));
  try {
    for await (const entry of zip.eachEntry()) return { zip, entry };
  } catch {
    // The directory of the zip says something else than its end: fall through.
  }
  throw refused(zip, damaged());
}
