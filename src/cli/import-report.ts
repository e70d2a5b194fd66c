import {
  COUNTED,
  type ImportCount,
  type ImportOutcome,
  type ImportReport,
  importMessages,
} from '../modules/registry/index.js';
import { waitingClosures } from '../platform/files/damaged-lines.js';
import { isTooMuch } from '../platform/files/too-much.js';

/** What a load has come to, in words. */
export const loadState = (state: ImportReport['state']): string => importMessages.states[state];

/** The time of a load, in the zone of the names of files. */
export const timeOfLoad = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** One load on one line. */
export function importLine({ id, source, state, at, files, names: given, refusal }: ImportReport): string {
  const names = namesAndRefusal(files.map((file) => file.name).join(', ') || given.join(', '), refusal);
  return `${id}  ${timeOfLoad(at)}  ${source}  ${loadState(state)}  ${names}`.trimEnd();
}

/** The files of a load and why nothing came of it; a refusal mostly begins with the file that is its cause. */
export function namesAndRefusal(names: string, refusal: string | null): string {
  if (refusal === null) return names;
  return refusal.startsWith(names) ? refusal : `${names}  ${refusal}`;
}

/** What a load did, or would do, in lines for the terminal. */
export function importReport(load: (ImportOutcome | ImportReport) & { readonly rejects?: string }): string[] {
  return [
    ...load.files.flatMap((file) => [
      `${file.name} : ${file.lines} lignes lues, ${file.rejected} rejetées`,
      ...waitingClosures(file),
    ]),
    ...(load.rejects ? [`Lignes rejetées et raisons : ${load.rejects}`] : []),
    ...load.counts.map(countLine),
    ...conclusion(load),
  ];
}

function countLine(count: ImportCount): string {
  const told = COUNTED.filter(([key], i) => Number(count[key]) > 0 || i < 4).map(
    ([key, words]) => `${count[key]} ${words}`,
  );
  const mark = isTooMuch(count) ? ` — ${importMessages.beyond}` : '';
  return `${importMessages.files[count.file]}, ${importMessages.kinds[count.prefix] ?? count.prefix} : ${told.join(', ')}${mark}`;
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
    ...load.examples
      .slice(0, 5)
      .map(
        ({ idNat, file, outcome }) =>
          `  par exemple ${idNat} (${importMessages.files[file]}, ${importMessages.outcomes[outcome]})`,
      ),
    `Chargement ${id} en attente : ${importMessages.heldBecause}. Rien n’a changé.`,
    `Décidez : esculape import release ${id}, ou esculape import discard ${id}.`,
  ];
}
