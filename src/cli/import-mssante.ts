import { join } from 'node:path';
import {
  discardMailboxes,
  importMailboxes,
  lastMailLoads,
  type MailOutcome,
  type MailReport,
  releaseMailboxes,
} from '../modules/messaging/index.js';
import type { Config } from '../platform/config.js';
import { isTooMuch } from '../platform/files/too-much.js';
import { print } from './command.js';
import { loadState } from './import-report.js';
import { progressBar } from './progress-bar.js';
import { withContext, withDatabaseUrl } from './with-context.js';

interface Options {
  readonly publishedAt?: string | undefined;
  readonly dryRun: boolean;
}

/**
 * Loads the national file of mailboxes, or decides of a load that was held (`status`, `release N`, `discard N`).
 * Out: the exit code, undefined when the words say nothing of that sort.
 */
export async function mssanteCommand(
  config: Config,
  words: readonly string[],
  options: Options,
): Promise<number | undefined> {
  const [what = '', number = '', ...more] = words;
  if (what === '' || more.length > 0) return undefined;
  if (what === 'status') return number === '' ? status(config) : undefined;
  if (what === 'release' || what === 'discard')
    return /^\d{1,15}$/.test(number) ? decide(config, what, Number(number)) : undefined;
  return number === '' ? load(config, what, options) : undefined;
}

async function load(config: Config, path: string, options: Options): Promise<number> {
  const begun = Date.now();
  const bar = progressBar();
  const rejectsIn = join(config.dataDir, 'rejets');
  const onProgress = (name: string, share: number) => bar.show(share, 1, name);
  const outcome = await withDatabaseUrl(config, (url) =>
    withContext({ ...config, databaseDirectUrl: url }, (ctx) =>
      importMailboxes(ctx, url, { path, rejectsIn, onProgress, ...options }),
    ),
  ).finally(() => bar.clear());
  for (const line of report(outcome)) print(line);
  print(`Durée : ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  return outcome.state === 'held' ? 3 : 0;
}

async function status(config: Config): Promise<number> {
  const loads = await withContext(config, (ctx) => lastMailLoads(ctx));
  if (loads.length === 0) print('Aucun chargement de BAL MSSanté.');
  for (const one of loads) {
    const at = one.at.toISOString().slice(0, 16).replace('T', ' ');
    print(`${one.id}  ${at}  ${loadState(one.state)}  ${one.file.name ?? ''}`);
    if (one.state === 'held') for (const line of report(one)) print(`  ${line}`);
  }
  return 0;
}

async function decide(config: Config, what: 'release' | 'discard', id: number): Promise<number> {
  const outcome = await withDatabaseUrl(config, (url) =>
    withContext(
      { ...config, databaseDirectUrl: url },
      (ctx): Promise<MailOutcome | undefined> =>
        what === 'release'
          ? releaseMailboxes(ctx, url, id)
          : discardMailboxes(ctx, url, id).then(() => undefined),
    ),
  );
  if (outcome) for (const line of report(outcome)) print(line);
  else print(`Le chargement MSSanté ${id} est abandonné : rien n’a changé.`);
  return 0;
}

/** What a load did, or would do, in lines for the terminal. */
function report(load: (MailOutcome | MailReport) & { readonly rejects?: string }): string[] {
  const { name = '', lines = 0, rejected = 0 } = load.file;
  return [
    `${name} : ${lines} lignes lues, ${rejected} rejetées`,
    ...(load.rejects ? [`Lignes non prises et raisons : ${load.rejects}`] : []),
    ...(load.counts ? [countLine(load.counts)] : []),
    ...conclusion(load),
  ];
}

function countLine(count: MailOutcome['counts']): string {
  const parts = [
    [count.created, 'créées'],
    [count.updated, 'modifiées'],
    [count.closed, 'retirées'],
    [count.unchanged, 'inchangées'],
    [count.conflicts, 'tenues par leur opérateur, laissées'],
    [count.unknown, 'de titulaires inconnus, non prises'],
  ] as const;
  const told = parts.filter(([n], i) => n > 0 || i < 4).map(([n, words]) => `${n} ${words}`);
  return `BAL : ${told.join(', ')}${isTooMuch(count) ? ' — au-delà du seuil' : ''}`;
}

function conclusion({ id, state }: MailOutcome | MailReport): string[] {
  if (state === 'counted') return ['Essai à blanc : rien n’a été changé.'];
  if (state === 'applied')
    return [`Chargement MSSanté ${id} appliqué. L’annuaire suit dès que le programme tourne.`];
  if (state !== 'held') return [];
  return [
    `Chargement MSSanté ${id} en attente : plus de 1 % de retraits ou de 5 % de modifications. Rien n’a changé.`,
    `Décidez : esculape import mssante release ${id}, ou esculape import mssante discard ${id}.`,
  ];
}
