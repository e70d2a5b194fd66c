import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { depositContactFile, loadContactFile } from '../modules/authorities/index.js';
import type { Config } from '../platform/config.js';
import { fileRefusals } from '../platform/files/refusals.js';
import { print } from './command.js';
import { withContext } from './with-context.js';

/**
 * Loads a file of contacts of the ordre of nurses, or puts it in its place until the next day of the calendar. Out: the
 * exit code, undefined when the arguments are not one file that can be read.
 */
export async function oniContactsCommand(
  config: Config,
  paths: readonly string[],
  wait: boolean,
): Promise<number | undefined> {
  const [path, ...others] = paths;
  if (path === undefined || others.length > 0) return undefined;
  const text = await readFile(path, 'utf8').catch(() => {
    print(fileRefusals.unreadable(path).message);
    return undefined;
  });
  if (text === undefined) return 1;
  const file = { authority: 'ONI', name: basename(path), text };
  const report = await withContext(config, (ctx) => (wait ? depositContactFile : loadContactFile)(ctx, file));
  if (report.dueAt) {
    const day = report.dueAt.toLocaleDateString('fr-FR', { timeZone: 'Europe/Paris' });
    print(`${report.name} : ${report.lines} lignes, en attente du ${day}.`);
    return 0;
  }
  const taken = report.taken ?? 0;
  print(`${report.name} : ${report.lines} lignes, ${taken} prises, ${report.lines - taken} rejetées.`);
  for (const { line, reason } of report.rejected) print(`  ligne ${line} : ${reason}`);
  return 0;
}
