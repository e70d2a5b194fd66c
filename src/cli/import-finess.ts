import { join } from 'node:path';
import {
  discardFiness,
  type FinessCount,
  type FinessOutcome,
  type FinessReport,
  importFiness,
  lastFinessLoads,
  releaseFiness,
} from '../modules/structures/index.js';
import type { Config } from '../platform/config.js';
import { Refusal } from '../platform/errors.js';
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
 * Loads files of FINESS one after the other, or decides of a load that was held (`status`, `release N`, `discard N`).
 * Out: the exit code, undefined when the words say nothing of that sort.
 */
export async function finessCommand(
  config: Config,
  words: readonly string[],
  options: Options,
): Promise<number | undefined> {
  const [what = '', number = '', ...more] = words;
  if (what === '') return undefined;
  if (what === 'status') return number === '' ? status(config) : undefined;
  if (what !== 'release' && what !== 'discard') return load(config, words, options);
  return /^\d{1,15}$/.test(number) && more.length === 0 ? decide(config, what, Number(number)) : undefined;
}

async function load(config: Config, paths: readonly string[], options: Options): Promise<number> {
  let code = 0;
  for (const [rank, path] of paths.entries()) {
    const done = await loadOne(config, path, options).catch((error: unknown) => {
      if (rank === 0 || !(error instanceof Refusal)) throw error;
      print(error.message);
      print('Les fichiers précédents sont chargés, celui-ci et les suivants ne le sont pas.');
      return 1;
    });
    if (done === 1) return 1;
    code = Math.max(code, done);
  }
  return code;
}

async function loadOne(config: Config, path: string, options: Options): Promise<number> {
  const begun = Date.now();
  const bar = progressBar();
  const rejectsIn = join(config.dataDir, 'rejets');
  const onProgress = (name: string, share: number) => bar.show(share, 1, name);
  const outcome = await withDatabaseUrl(config, (url) =>
    withContext({ ...config, databaseDirectUrl: url }, (ctx) =>
      importFiness(ctx, url, { path, rejectsIn, onProgress, ...options }),
    ),
  ).finally(() => bar.clear());
  for (const line of report(outcome)) print(line);
  print(`Durée : ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  return outcome.state === 'held' ? 3 : 0;
}

async function status(config: Config): Promise<number> {
  const loads = await withContext(config, (ctx) => lastFinessLoads(ctx));
  if (loads.length === 0) print('Aucun chargement de FINESS.');
  for (const { id, at, state, file } of loads)
    print(
      `${id}  ${at.toISOString().slice(0, 16).replace('T', ' ')}  ${loadState(state)}  ${file.name ?? ''}`,
    );
  for (const held of loads.filter(({ state }) => state === 'held'))
    for (const line of report(held)) print(`  ${line}`);
  return 0;
}

async function decide(config: Config, what: 'release' | 'discard', id: number): Promise<number> {
  const outcome = await withDatabaseUrl(config, (url) =>
    withContext(
      { ...config, databaseDirectUrl: url },
      (ctx): Promise<FinessOutcome | undefined> =>
        what === 'release' ? releaseFiness(ctx, url, id) : discardFiness(ctx, url, id).then(() => undefined),
    ),
  );
  if (outcome) for (const line of report(outcome)) print(line);
  else print(`Le chargement FINESS ${id} est abandonné : rien n’a changé.`);
  return 0;
}

/** What a load did, or would do, in lines for the terminal. */
function report(load: (FinessOutcome | FinessReport) & { readonly rejects?: string }): string[] {
  const { name, records, rejected, badKeys } = load.file;
  return [
    `${name} : ${records} structures lues, ${rejected} rejetées`,
    ...(badKeys > 0 ? [`${badKeys} numéros ont une clé fausse ; ils sont chargés.`] : []),
    ...(load.rejects ? [`Rejets et raisons : ${load.rejects}`] : []),
    ...load.counts.map(countLine),
    ...conclusion(load),
  ];
}

function countLine(count: FinessCount): string {
  const kind = count.kind === 'EJ' ? 'Entités juridiques' : 'Établissements';
  const parts = [
    [count.created, 'créés'],
    [count.updated, 'modifiés'],
    [count.closed, 'fermés'],
    [count.unchanged, 'inchangés'],
    [count.reopened, 'rouverts'],
    [count.taken, 'connus jusque-là par une autre source'],
  ] as const;
  const told = parts.filter(([n], i) => n > 0 || i < 4).map(([n, words]) => `${n} ${words}`);
  return `${kind} : ${told.join(', ')}${isTooMuch(count) ? ' — au-delà du seuil' : ''}`;
}

function conclusion({ id, state }: FinessOutcome | FinessReport): string[] {
  if (state === 'counted') return ['Essai à blanc : rien n’a été changé.'];
  if (state === 'applied') return [`Chargement FINESS ${id} appliqué.`];
  if (state !== 'held') return [];
  return [
    `Chargement FINESS ${id} en attente : plus de 1 % de fermetures ou de 5 % de modifications. Rien n’a changé.`,
    `Décidez : esculape import finess release ${id}, ou esculape import finess discard ${id}.`,
  ];
}
