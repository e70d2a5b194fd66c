import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeFolder, makeFolderOf } from '../../files/make-folder.js';
import { SYSTEM_DIR } from './binaries.js';
import { giveTo, type RunAs, runAs } from './run-as.js';

/** The name, in DATA_DIR, of the file that says where the cluster is when it could not be inside. */
const POINTER = 'postgres.path';

/** The folder that holds the cluster of a DATA_DIR, when one was chosen before; else undefined. */
export function knownPlace(dataDir: string): string | undefined {
  const inside = join(resolve(dataDir), 'postgres');
  if (existsSync(inside)) return inside;
  const pointer = join(dataDir, POINTER);
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : undefined;
}

/**
 * Chooses the folder of the cluster: inside DATA_DIR when the server's account can go there, else a new
 * folder of SYSTEM_DIR that DATA_DIR points to. DATA_DIR is made when absent.
 * @throws ConfigError where no folder can be made
 */
export function choosePlace(dataDir: string, account: RunAs): string {
  makeFolderOf('DATA_DIR', dataDir);
  const known = knownPlace(dataDir);
  if (known) return known;
  if (reaches(account, dataDir)) {
    const inside = join(resolve(dataDir), 'postgres');
    makeFolder(inside, 0o711);
    return inside;
  }
  // A random part: a DATA_DIR that was deleted and made again starts afresh, without touching old data.
  const hash = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 12);
  const place = join(SYSTEM_DIR, `${hash}-${randomBytes(4).toString('hex')}`);
  makeFolder(place, 0o711);
  return claimPointer(dataDir, place);
}

function claimPointer(dataDir: string, place: string): string {
  try {
    writeFileSync(join(dataDir, POINTER), `${place}\n`, { mode: 0o600, flag: 'wx' });
    return place;
  } catch {
    rmdirSync(place);
    return readFileSync(join(dataDir, POINTER), 'utf8').trim();
  }
}

function reaches(account: RunAs, dataDir: string): boolean {
  if (!account) return true;
  const probe = join(dataDir, `.probe-${randomBytes(4).toString('hex')}`);
  mkdirSync(probe, { mode: 0o700 });
  try {
    giveTo(account, probe);
    return runAs(account, '/bin/sh', ['-c', 'cd "$0" && test -w .', resolve(probe)]).ok;
  } finally {
    rmdirSync(probe);
  }
}
