import { habilitations } from '../../modules/access/index.js';
import type { contracts } from '../../modules/structures/index.js';
import type { Choice, Tone } from '../../ui/index.js';

export const HOME = '/mes-habilitations';
export const STRUCTURE = `${HOME}/structure`;

/** What each act answers once it is done. */
export const DONE: Readonly<Record<string, string>> = {
  donnee: 'L’habilitation est donnée : elle vaut dès son premier jour.',
  retiree: 'L’habilitation est retirée : elle n’ouvre plus rien.',
  signe: 'Le contrat est signé. Les étapes suivantes sont ouvertes.',
  fini: 'Le contrat a pris fin. Rien ne peut plus être commandé sans un nouveau contrat.',
  activee: 'Votre structure peut être choisie par ses clients.',
  arretee: 'Votre structure n’agit plus pour personne.',
  choisie: 'La structure tierce peut agir pour vous.',
  quittee: 'La structure tierce n’agit plus pour vous.',
};

export const STATE_TONES: Readonly<Record<habilitations.HabilitationState, Tone | undefined>> = {
  open: 'success',
  upcoming: 'info',
  closed: undefined,
};

export const KIND_CHOICES: readonly Choice[] = habilitations.KINDS.map((kind) => ({
  value: kind,
  label: habilitations.KIND_RULES[kind].label,
}));

export const STATE_CHOICES: readonly Choice[] = Object.entries(habilitations.STATE_LABELS).map(
  ([value, label]) => ({ value, label }),
);

export const ENDING_WORDS: Readonly<Record<contracts.ContractEnding, string>> = {
  'finess-changed': 'Le numéro FINESS de la structure a changé.',
  'siret-changed': 'Le numéro SIRET de la structure a changé.',
  'structure-closed': 'La structure a fermé.',
  terminated: 'La structure y a mis fin.',
};
