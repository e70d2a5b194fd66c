import type { Hop, TrackedLoad } from '../../modules/tracking/index.js';

/** How each step is named to people. */
export const HOP_NAMES: Readonly<Record<Hop, string>> = {
  ORDRE: 'l’autorité d’enregistrement',
  RPPS: 'le registre',
  RASS: 'l’Annuaire Santé',
  PSC: 'Pro Santé Connect',
};

/** What a file did, after its name; nothing for one that says something new. */
export const FILE_WORDS: Readonly<Record<TrackedLoad['files'][number]['how'], string>> = {
  said: '',
  left: ' : ce numéro n’y est plus',
  merged: ' : ce numéro et un autre deviennent un seul compte',
};

const ACTS: Readonly<Record<string, string>> = {
  register: 'Inscription',
  validate: 'Inscription',
  member: 'Changement fait par le professionnel',
  agent: 'Changement fait par un agent',
  'change-exercise-name': 'Changement de nom d’exercice',
  'undo-contacts': 'Retour aux coordonnées précédentes',
  suspend: 'Suspension',
  resume: 'Reprise',
  close: 'Fin d’inscription',
  reopen: 'Réinscription',
};

/** The words of an act of an authority. */
export const actWords = (act: string): string => ACTS[act] ?? 'Mise à jour';
