import type { Hop } from '../../modules/tracking/index.js';

/** How each step is named to people. */
export const HOP_NAMES: Readonly<Record<Hop, string>> = {
  ORDRE: 'l’autorité d’enregistrement',
  RPPS: 'le registre',
  RASS: 'l’Annuaire Santé',
  PSC: 'Pro Santé Connect',
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
