import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigError } from '../config-error.js';

/**
 * Makes a folder with those above it, where they are not there yet. Step by step: where a folder takes no other, as /proc,
 * `mkdir` of Node with `recursive` never ends. In: its path, the mode of each that is made. Throws what `mkdir` does.
 */
export function makeFolder(path: string, mode = 0o777): void {
  const folder = resolve(path);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder), mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process may have been quicker.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** The same for a folder that a setting names. @throws ConfigError, which names the setting, where it cannot be made */
export function makeFolderOf(setting: string, path: string, mode?: number): void {
  try {
    makeFolder(path, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      `${setting} : le dossier ${path} ne peut pas être créé (${code}). Donnez-en un autre.`,
    );
  }
}
