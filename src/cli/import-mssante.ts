import {
  discardMailboxes,
  importMailboxes,
  lastMailLoads,
  type MailOutcome,
  type MailReport,
  releaseMailboxes,
} from '../modules/messaging/index.js';
import { waitingClosures } from '../platform/files/damaged-lines.js';
import { isTooMuch } from '../platform/files/too-much.js';
import type { RegisterOfFiles } from './import-register.js';

/** The national file of mailboxes. */
export const mssante: RegisterOfFiles<MailReport, MailOutcome> = {
  name: 'MSSanté',
  nothing: 'Aucun chargement de BAL MSSanté.',
  severalFiles: false,
  load: importMailboxes,
  last: (ctx) => lastMailLoads(ctx),
  release: releaseMailboxes,
  discard: discardMailboxes,
  report,
};

/** What a load did, or would do, in lines for the terminal. */
function report(load: (MailOutcome | MailReport) & { readonly rejects?: string }): string[] {
  const { name = '', lines = 0, rejected = 0 } = load.file;
  return [
    `${name} : ${lines} lignes lues, ${rejected} rejetées`,
    ...(load.rejects ? [`Lignes non prises et raisons : ${load.rejects}`] : []),
    ...waitingClosures(load.file),
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
    [count.kept ?? 0, 'absentes et gardées'],
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
