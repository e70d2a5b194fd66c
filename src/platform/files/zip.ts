import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** A file to put in a zip. */
export interface ZippedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A few small files as one zip, in memory. In: the files, the time written beside each. */
export function zipOf(files: readonly ZippedFile[], at: Date): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, bytes } of files) zip.addBuffer(Buffer.from(bytes), name, { mtime: at });
  zip.end();
  return buffer(zip.outputStream);
}
