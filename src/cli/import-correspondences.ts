import { join } from 'node:path';
import { type CorrespondencesReport, importCorrespondences, mergedWords } from '../modules/registry/index.js';
import type { Config } from '../platform/config.js';
import { print } from './command.js';
import { progressBar } from './progress-bar.js';
import { withContext, withDatabaseUrl } from './with-context.js';

interface Options {
  readonly dryRun: boolean;
  readonly undo: boolean;
}

/**
 * Loads a file of correspondences, or undoes it. Out: the exit code, undefined when the words are not one file.
 */
export async function correspondencesCommand(
  config: Config,
  [path, ...more]: readonly string[],
  options: Options,
): Promise<number | undefined> {
  if (path === undefined || more.length > 0) return undefined;
  const bar = progressBar();
  const rejectsIn = join(config.dataDir, 'rejets');
  const onProgress = (name: string, share: number) => bar.show(share, 1, name);
  const report = await withDatabaseUrl(config, (url) =>
    withContext({ ...config, databaseDirectUrl: url }, (ctx) =>
      importCorrespondences(ctx, url, { path, rejectsIn, onProgress, ...options }),
    ),
  ).finally(() => bar.clear());
  for (const line of told(report, options)) print(line);
  return 0;
}

function told(report: CorrespondencesReport, { dryRun, undo }: Options): string[] {
  const { id, name, lines, rejected, rejects } = report;
  const done = undo ? 'défait' : 'appliqué';
  return [
    `${name} : ${lines} lignes lues, ${rejected} rejetées`,
    ...(rejects === undefined ? [] : [`Lignes rejetées et raisons : ${rejects}`]),
    mergedWords(report),
    dryRun
      ? 'Essai à blanc : rien n’a été changé.'
      : `Chargement ${id} ${done}. L’annuaire et Pro Santé Connect suivent dès que le programme tourne.`,
  ];
}
