import {
  type ImportCount,
  type ImportOutcome,
  type ImportReport,
  isTooMuch,
} from '../modules/registry/index.js';

const STATES: Readonly<Record<ImportReport['state'], string>> = {
  reading: 'en cours',
  held: 'en attente de décision',
  applied: 'appliqué',
  discarded: 'abandonné',
  superseded: 'remplacé par un plus récent',
  interrupted: 'interrompu',
  refused: 'refusé',
};

const KINDS: Readonly<Record<string, string>> = {
  '0': 'ADELI',
  '1': 'cabinet ADELI',
  '3': 'FINESS',
  '4': 'SIREN',
  '5': 'SIRET',
  '6': 'cabinet RPPS',
  '8': 'RPPS',
};

/** One load on one line. */
export function importLine({ id, source, state, at, files }: ImportReport): string {
  const names = files.map((file) => file.name).join(', ');
  return `${id}  ${at.toISOString().slice(0, 16).replace('T', ' ')}  ${source}  ${STATES[state]}  ${names}`.trimEnd();
}

/** What a load did, or would do, in lines for the terminal. */
export function importReport(load: (ImportOutcome | ImportReport) & { readonly rejects?: string }): string[] {
  return [
    ...load.files.map((file) => `${file.name} : ${file.lines} lignes lues, ${file.rejected} rejetées`),
    ...(load.rejects ? [`Lignes rejetées et raisons : ${load.rejects}`] : []),
    ...load.counts.map(countLine),
    ...conclusion(load),
  ];
}

function countLine(count: ImportCount): string {
  const parts = [
    [count.created, 'créées'],
    [count.updated, 'modifiées'],
    [count.closed, 'fermées'],
    [count.unchanged, 'inchangées'],
    [count.conflicts, 'en conflit, laissées à leur autorité'],
    [count.kept, 'absentes et gardées'],
    [count.unknown, 'inconnues du fichier des activités'],
  ] as const;
  const told = parts.filter(([n], i) => n > 0 || i < 4).map(([n, words]) => `${n} ${words}`);
  const mark = isTooMuch(count) ? ' — au-delà du seuil' : '';
  return `${count.file}, ${KINDS[count.prefix] ?? count.prefix} : ${told.join(', ')}${mark}`;
}

function conclusion(load: ImportOutcome | ImportReport): string[] {
  const { id, state } = load;
  if (state === 'counted') return ['Essai à blanc : rien n’a été changé.'];
  if (state === 'applied') {
    return [
      `Chargement ${id} appliqué. L’annuaire et Pro Santé Connect suivent dès que le programme tourne.`,
    ];
  }
  if (state !== 'held') return [];
  return [
    ...load.examples.slice(0, 5).map((one) => `  par exemple ${one.idNat} (${one.file})`),
    `Chargement ${id} en attente : plus de 1 % de fermetures ou de 5 % de modifications. Rien n’a changé.`,
    `Décidez : esculape import release ${id}, ou esculape import discard ${id}.`,
  ];
}

/** Failures of the database that a person can understand; undefined for any other error. */
export function databaseProblem(error: unknown): string | undefined {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code === '53100' || code === 'ENOSPC') return 'Le disque est plein.';
  if (/^(57P0[1-3]|08|ECONNRESET|EPIPE)/.test(code) || /Connection terminated|not queryable/.test(message))
    return 'La base de données s’est arrêtée pendant le chargement.';
  return undefined;
}
