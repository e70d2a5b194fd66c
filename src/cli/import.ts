import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  discardImport,
  type ImportOutcome,
  type ImportRequest,
  importFiles,
  lastImports,
  releaseImport,
} from '../modules/registry/index.js';
import { type Config, readConfig } from '../platform/config.js';
import { foundNoRoom } from '../platform/db/embedded/no-room.js';
import { Refusal } from '../platform/errors.js';
import { databaseProblem } from '../platform/files/database-problem.js';
import { isPublicationTime } from '../platform/files/publication-time.js';
import { type Command, print } from './command.js';
import type { LoadOptions } from './import-register.js';
import { importLine, importReport } from './import-report.js';
import { progressBar } from './progress-bar.js';
import { withContext, withContextLater, withDatabaseUrl } from './with-context.js';

const HELP: readonly string[] = [
  '  annuaire FICHIER…           les trois fichiers en libre accès, ou certains : Personne_activite, SavoirFaire, Dipl_AutExerc',
  '  psc FICHIER                 l’extraction restreinte pour Pro Santé Connect',
  '  finess FICHIER…             les établissements et les entités juridiques de FINESS',
  '  mssante FICHIER             les boîtes aux lettres de MSSanté',
  '  oni-contacts FICHIER        les coordonnées remises par l’ordre des infirmiers',
  '  correspondances FICHIER     N° ADELI;N° RPPS : les deux numéros deviennent un seul compte',
  '  status                      les derniers chargements ; aussi finess status, mssante status',
  '  release N, discard N        applique ou abandonne un chargement en attente ; aussi finess …, mssante …',
  '',
  '  --dry-run                   compte ce qui changerait, et ne change rien',
  '  --date AAAAMMJJhhmm         la date de publication, pour un fichier dont le nom ne la dit pas',
  '  --close-absent              ferme ce que le fichier ne nomme plus, même si des lignes rejetées ne disent pas de qui elles parlent',
  '  --wait                      oni-contacts : le fichier attend sa date au lieu d’être chargé',
  '  --undo                      correspondances : rend à eux-mêmes les numéros du fichier',
  '',
  'FICHIER : un texte, un gzip ou un zip d’un seul fichier, tel que publié par l’annuaire ou par FINESS.',
  'Un chargement qui change trop de choses attend une décision et rend le code 3. Les lignes refusées sont écrites,',
  'avec leur raison, dans le dossier « rejets » de DATA_DIR.',
];

function usage(): number {
  print(`Usage : esculape import ${importCommand.usage}`);
  for (const line of HELP) print(line);
  return 2;
}

/** Loads the national files, and decides of loads that were held. */
export const importCommand: Command = {
  name: 'import',
  usage: 'annuaire|psc|finess|mssante|oni-contacts|correspondances FICHIER… | status | release N…',
  summary: 'charge les fichiers de l’annuaire national et de FINESS, avec garde-fous',
  help: HELP,
  async run(args) {
    // Who signs in while a file is read comes first.
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        date: { type: 'string' },
        'close-absent': { type: 'boolean', default: false },
        wait: { type: 'boolean', default: false },
        undo: { type: 'boolean', default: false },
      },
    });
    const [what, ...rest] = positionals;
    if (values.date !== undefined && !isPublicationTime(values.date)) {
      print('--date attend une date et une heure, AAAAMMJJhhmm : par exemple 202601050245.');
      return 2;
    }
    const config = readConfig(process.env);
    const [dryRun, closeAbsent] = [values['dry-run'], values['close-absent']];
    const options = { publishedAt: values.date, dryRun, closeAbsent };
    if (what === 'status' && rest.length === 0) return told(config, () => status(config));
    if ((what === 'release' || what === 'discard') && /^\d{1,15}$/.test(rest[0] ?? '') && rest.length === 1)
      return told(config, () => decide(config, what, Number(rest[0])));
    const { wait, undo } = values;
    const other = what === undefined ? undefined : await otherFiles(what);
    if (other)
      return told(config, async () => (await other(config, rest, { ...options, wait, undo })) ?? usage());
    if ((what !== 'annuaire' && what !== 'psc') || rest.length === 0 || (what === 'psc' && rest.length > 1))
      return usage();
    return told(config, () => load(config, what, rest, options));
  },
};

interface OtherOptions extends LoadOptions {
  readonly wait: boolean;
  readonly undo: boolean;
}

/** Out: the exit code, undefined when the words say nothing of that sort. */
type OtherFiles = (
  config: Config,
  words: readonly string[],
  options: OtherOptions,
) => Promise<number | undefined>;

/** What loads the files of other registers, read only when it is asked for: a load begins the sooner. */
async function otherFiles(what: string): Promise<OtherFiles | undefined> {
  if (what === 'oni-contacts') {
    const { oniContactsCommand } = await import('./import-oni-contacts.js');
    return (config, words, { wait }) => oniContactsCommand(config, words, wait);
  }
  if (what === 'correspondances') return (await import('./import-correspondences.js')).correspondencesCommand;
  if (what !== 'finess' && what !== 'mssante') return undefined;
  const { registerCommand } = await import('./import-register.js');
  if (what === 'mssante') {
    const { mssante } = await import('./import-mssante.js');
    return (config, words, options) => registerCommand(config, mssante, words, options);
  }
  const { finess } = await import('./import-finess.js');
  return (config, words, options) => registerCommand(config, finess, words, options);
}

/** Runs a step; a refusal or a database that fails is told in one sentence, with nothing changed. */
async function told({ dataDir }: Config, step: () => Promise<number>): Promise<number> {
  const began = new Date();
  try {
    return await step();
  } catch (error) {
    const known =
      error instanceof Refusal ? error.message : databaseProblem(error, () => foundNoRoom(dataDir, began));
    if (known === undefined) throw error;
    print(known);
    print('Rien n’a été changé.');
    return 1;
  }
}

async function load(
  config: Config,
  source: ImportRequest['source'],
  paths: readonly string[],
  options: Pick<ImportRequest, 'publishedAt' | 'dryRun' | 'closeAbsent'>,
): Promise<number> {
  const begun = Date.now();
  const bar = progressBar();
  const outcome = await withDatabaseUrl(config, (url) =>
    withContextLater({ ...config, databaseDirectUrl: url }, (ctx, whenRead) =>
      importFiles(ctx, url, {
        source,
        paths,
        rejectsIn: join(config.dataDir, 'rejets'),
        onProgress: (name, share) => bar.show(share, 1, name),
        whenRead,
        ...options,
      }),
    ),
  ).finally(() => bar.clear());
  for (const line of importReport(outcome)) print(line);
  print(`Durée : ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  return outcome.state === 'held' ? 3 : 0;
}

async function status(config: Config): Promise<number> {
  const loads = await withContext(config, (ctx) => lastImports(ctx));
  if (loads.length === 0) print('Aucun chargement.');
  for (const one of loads) {
    print(importLine(one));
    if (one.state === 'held') for (const line of importReport(one)) print(`  ${line}`);
  }
  return 0;
}

async function decide(config: Config, what: 'release' | 'discard', id: number): Promise<number> {
  const outcome = await withDatabase(
    config,
    (ctx, url): Promise<ImportOutcome | undefined> =>
      what === 'release' ? releaseImport(ctx, url, id) : discardImport(ctx, url, id).then(() => undefined),
  );
  if (outcome) for (const line of importReport(outcome)) print(line);
  else print(`Le chargement ${id} est abandonné : rien n’a changé.`);
  return 0;
}

type World = Parameters<Parameters<typeof withContext>[1]>[0];

function withDatabase<T>(config: Config, work: (ctx: World, url: string) => Promise<T>): Promise<T> {
  return withDatabaseUrl(config, (url) =>
    withContext({ ...config, databaseDirectUrl: url }, (ctx) => work(ctx, url)),
  );
}
