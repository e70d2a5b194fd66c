import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { knownPlace } from './place.js';

/** What is read of the end of the journal, bytes: the server says it within its last words. */
const END = 64 * 1024;

/**
 * Whether the server of a data folder wrote, since then, that it found no room left: it stops where it cannot write its
 * log, and tells those connected nothing of why. In: the folder, the real time of the beginning.
 */
export function foundNoRoom(dataDir: string, since: Date): boolean {
  const place = knownPlace(dataDir);
  const from = since.toISOString().replace('T', ' ').slice(0, 19);
  return lastLines(place).some((line) => line.slice(0, 19) >= from && /No space left on device/.test(line));
}

function lastLines(place: string | undefined): string[] {
  if (place === undefined) return [];
  let file: number | undefined;
  try {
    file = openSync(join(place, 'postgres.log'), 'r');
    const { size } = fstatSync(file);
    const end = Buffer.alloc(Math.min(size, END));
    readSync(file, end, 0, end.length, size - end.length);
    return end.toString('utf8').split('\n');
  } catch {
    // No journal: a database of somebody else's, or none.
    return [];
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
