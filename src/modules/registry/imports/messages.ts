import type { FileKind } from '../files/index.js';
import type { ImportCount, ImportExample, ImportState, LoadSource, MergedFile } from './import.js';

/** What is told of loads, at the terminal and on the operator's page alike. */
export const importMessages = {
  states: {
    reading: 'en cours',
    held: 'en attente de décision',
    applied: 'appliqué',
    counted: 'essai à blanc',
    discarded: 'abandonné',
    superseded: 'remplacé par un plus récent',
    interrupted: 'interrompu',
    refused: 'refusé',
  } as const satisfies Readonly<Record<ImportState, string>>,
  sources: {
    annuaire: 'annuaire en libre accès',
    psc: 'extraction pour Pro Santé Connect',
    correspondances: 'correspondances ADELI–RPPS',
  } as const satisfies Readonly<Record<LoadSource, string>>,
  files: {
    'personne-activite': 'personnes et activités',
    'savoir-faire': 'savoir-faire',
    diplomes: 'diplômes et autorisations',
    prosanteconnect: 'extraction restreinte',
  } as const satisfies Readonly<Record<FileKind, string>>,
  outcomes: {
    updated: 'modifiée',
    closed: 'fermée',
  } as const satisfies Readonly<Record<ImportExample['outcome'], string>>,
  /** By the first character of an identifier (TRE_G08). */
  kinds: {
    '0': 'ADELI',
    '1': 'cabinet ADELI',
    '3': 'FINESS',
    '4': 'SIREN',
    '5': 'SIRET',
    '6': 'cabinet RPPS',
    '8': 'RPPS',
  } as Readonly<Record<string, string>>,
  beyond: 'au-delà du seuil',
  heldBecause: 'plus de 1 % de fermetures ou de 5 % de modifications',
} as const;

/** What is counted, in the order in which it is told; the first four are told even when they are zero. */
export const COUNTED: readonly (readonly [key: keyof ImportCount, words: string])[] = [
  ['created', 'créées'],
  ['updated', 'modifiées'],
  ['closed', 'fermées'],
  ['unchanged', 'inchangées'],
  ['conflicts', 'en conflit, laissées à leur autorité'],
  ['kept', 'absentes et gardées'],
  ['unknown', 'inconnues du fichier des activités'],
];

/** What a file of correspondences did, or would do, in one line. */
export const mergedWords = ({ merged, known, conflicts, undone }: MergedFile): string =>
  undone
    ? `${merged} numéros rendus à eux-mêmes`
    : `${merged} numéros réunis, ${known} déjà connus, ${conflicts} en conflit, laissés tels quels`;
