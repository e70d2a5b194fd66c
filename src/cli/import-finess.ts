import {
  discardFiness,
  type FinessCount,
  type FinessOutcome,
  type FinessReport,
  importFiness,
  lastFinessLoads,
  releaseFiness,
} from '../modules/structures/index.js';
import { waitingClosures } from '../platform/files/damaged-lines.js';
import { isTooMuch } from '../platform/files/too-much.js';
import type { RegisterOfFiles } from './import-register.js';

/** The files of FINESS. */
export const finess: RegisterOfFiles<FinessReport, FinessOutcome> = {
  name: 'FINESS',
  nothing: 'Aucun chargement de FINESS.',
  severalFiles: true,
  load: importFiness,
  last: (ctx) => lastFinessLoads(ctx),
  release: releaseFiness,
  discard: discardFiness,
  report,
};

/** What a load did, or would do, in lines for the terminal. */
function report(load: (FinessOutcome | FinessReport) & { readonly rejects?: string }): string[] {
  const { name, records, rejected, badKeys } = load.file;
  return [
    `${name} : ${records} structures lues, ${rejected} rejetées`,
    ...(badKeys > 0 ? [`${badKeys} numéros ont une clé fausse ; ils sont chargés.`] : []),
    ...(load.rejects ? [`Rejets et raisons : ${load.rejects}`] : []),
    ...waitingClosures(load.file),
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
    [count.kept ?? 0, 'absents et gardés'],
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
