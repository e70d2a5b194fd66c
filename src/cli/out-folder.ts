import { access, constants } from 'node:fs/promises';
import { Refusal } from '../platform/errors.js';
import { makeFolder } from '../platform/files/make-folder.js';
import { diskReason } from './disk-words.js';

/**
 * Makes a folder that its owner alone reads, with those above it, where they are not there yet.
 * @throws Refusal `unwritable-folder` when nothing can be written there
 */
export async function outFolder(path: string): Promise<void> {
  try {
    makeFolder(path, 0o700);
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
