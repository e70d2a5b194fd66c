import type { MailboxType } from '../../modules/messaging/index.js';

/** How the kinds of mailbox are named to people. */
export const TYPE_WORDS: Readonly<Record<MailboxType, string>> = {
  PER: 'Personnelle',
  ORG: 'Organisationnelle',
  APP: 'Applicative',
  CAB: 'De cabinet',
};

export const TYPE_OPTIONS = Object.entries(TYPE_WORDS).map(([value, label]) => ({
  value,
  label: `${label} (${value})`,
}));

/** What was done, by the name of the act in the history. */
export const ACT_WORDS: Readonly<Record<string, string>> = {
  publish: 'Publication',
  change: 'Modification',
  withdraw: 'Retrait',
  bulk: 'Envoi d’un fichier',
  'close-operator': 'Retrait : opérateur fermé',
};

/** What was just done, by the code that stands in the address after a form. */
export const DONE: Readonly<Record<string, string>> = {
  publiee: 'La BAL est publiée. L’annuaire suit dans la seconde.',
  modifiee: 'La modification est enregistrée.',
  retiree: 'La BAL est retirée : elle n’apparaît plus nulle part.',
  membre: 'La personne peut lire cette BAL.',
  'fin-membre': 'La personne ne peut plus lire cette BAL.',
};

export const yes = (value: boolean): string => (value ? 'Oui' : 'Non');
