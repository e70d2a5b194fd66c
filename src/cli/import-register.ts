import { join } from 'node:path';
import type { Config } from '../platform/config.js';
import type { Ctx } from '../platform/context.js';
import { Refusal } from '../platform/errors.js';
import type { LoadState } from '../platform/files/load-book.js';
import { print } from './command.js';
import { loadState, namesAndRefusal, timeOfLoad } from './import-report.js';
import { progressBar } from './progress-bar.js';
import { withContext, withDatabaseUrl } from './with-context.js';

interface FileToLoad {
  readonly path: string;
  readonly rejectsIn: string;
  readonly onProgress: (file: string, share: number) => void;
  readonly publishedAt?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly closeAbsent?: boolean | undefined;
}

/** A load of such a register, and its end. `counted` is that of a trial. */
interface Told {
  readonly state: LoadState | 'counted';
}
interface Listed extends Told {
  readonly id: number;
  readonly at: Date;
  /** The files that were given, for one that was not read to its end. */
  readonly names: readonly string[];
  /** Why nothing came of it, in a sentence. */
  readonly refusal: string | null;
  readonly file: { readonly name?: string };
}

/** A register whose files are loaded one by one, beside those of the people. */
export interface RegisterOfFiles<L extends Listed, O extends Told> {
  /** As people call it. */
  readonly name: string;
  /** What is said when nothing was ever loaded. */
  readonly nothing: string;
  readonly severalFiles: boolean;
  load(ctx: Ctx, url: string, file: FileToLoad): Promise<O>;
  last(ctx: Ctx): Promise<readonly L[]>;
  release(ctx: Ctx, url: string, id: number): Promise<O>;
  discard(ctx: Ctx, url: string, id: number): Promise<void>;
  /** What a load did, or would do, in lines for the terminal. */
  report(load: O | L): readonly string[];
}

export interface LoadOptions {
  readonly publishedAt?: string | undefined;
  readonly dryRun: boolean;
  readonly closeAbsent: boolean;
}

/**
 * Loads files of a register one after the other, or decides of a load that was held (`status`, `release N`, `discard N`).
 * Out: the exit code, undefined when the words say nothing of that sort.
 */
export async function registerCommand<L extends Listed, O extends Told>(
  config: Config,
  register: RegisterOfFiles<L, O>,
  words: readonly string[],
  options: LoadOptions,
): Promise<number | undefined> {
  const [what = '', number = '', ...more] = words;
  if (what === '') return undefined;
  if (what === 'status') return number === '' ? status(config, register) : undefined;
  if (what === 'release' || what === 'discard') {
    const asked = /^\d{1,15}$/.test(number) && more.length === 0;
    return asked ? decide(config, register, what, Number(number)) : undefined;
  }
  if (number !== '' && !register.severalFiles) return undefined;
  return load(config, register, words, options);
}

async function load<L extends Listed, O extends Told>(
  config: Config,
  register: RegisterOfFiles<L, O>,
  paths: readonly string[],
  options: LoadOptions,
): Promise<number> {
  let code = 0;
  for (const [rank, path] of paths.entries()) {
    const done = await loadOne(config, register, path, options).catch((error: unknown) => {
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

async function loadOne<L extends Listed, O extends Told>(
  config: Config,
  register: RegisterOfFiles<L, O>,
  path: string,
  options: LoadOptions,
): Promise<number> {
  const begun = Date.now();
  const bar = progressBar();
  const rejectsIn = join(config.dataDir, 'rejets');
  const onProgress = (name: string, share: number) => bar.show(share, 1, name);
  const outcome = await onDatabase(config, (ctx, url) =>
    register.load(ctx, url, { path, rejectsIn, onProgress, ...options }),
  ).finally(() => bar.clear());
  for (const line of register.report(outcome)) print(line);
  print(`Durée : ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  return outcome.state === 'held' ? 3 : 0;
}

async function status<L extends Listed, O extends Told>(
  config: Config,
  register: RegisterOfFiles<L, O>,
): Promise<number> {
  const loads = await withContext(config, (ctx) => register.last(ctx));
  if (loads.length === 0) print(register.nothing);
  for (const one of loads) {
    const names = namesAndRefusal(one.file.name ?? one.names.join(', '), one.refusal);
    print(`${one.id}  ${timeOfLoad(one.at)}  ${loadState(one.state as LoadState)}  ${names}`.trimEnd());
    if (one.state === 'held') for (const line of register.report(one)) print(`  ${line}`);
  }
  return 0;
}

async function decide<L extends Listed, O extends Told>(
  config: Config,
  register: RegisterOfFiles<L, O>,
  what: 'release' | 'discard',
  id: number,
): Promise<number> {
  if (what === 'discard') {
    await onDatabase(config, (ctx, url) => register.discard(ctx, url, id));
    print(`Le chargement ${register.name} ${id} est abandonné : rien n’a changé.`);
    return 0;
  }
  const outcome = await onDatabase(config, (ctx, url) => register.release(ctx, url, id));
  for (const line of register.report(outcome)) print(line);
  return 0;
}

/** Loads need the address of the database too, for their lock and their copy. */
function onDatabase<T>(config: Config, work: (ctx: Ctx, url: string) => Promise<T>): Promise<T> {
  return withDatabaseUrl(config, (url) =>
    withContext({ ...config, databaseDirectUrl: url }, (ctx) => work(ctx, url)),
  );
}
