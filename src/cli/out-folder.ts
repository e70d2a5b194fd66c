import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Refusal } from '../platform/errors.js';
import { diskReason } from './disk-words.js';

/**
 * Makes a folder that its owner alone reads, with those above it, where they are not there yet.
 * @throws Refusal `unwritable-folder` when nothing can be written there
 */
export async function outFolder(path: string): Promise<void> {
  try {
    await make(resolve(path));
    await access(path, constants.W_OK);
  } catch (error) {
    throw new Refusal({
      code: 'unwritable-folder',
      status: 422,
      message: `Le dossier ${path} ne peut pas être écrit : ${diskReason(error) ?? 'donnez-en un autre'}.`,
      detail: String(error),
    });
  }
}

/** Step by step: where a folder takes no other, as /proc, `mkdir` of Node with `recursive` never ends. */
async function make(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) return;
  if (dirname(path) !== path) await make(dirname(path));
  await mkdir(path, { mode: 0o700 });
}
