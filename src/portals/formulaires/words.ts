import type { filings } from '../../modules/access/index.js';
import type { Tone } from '../../ui/index.js';

export const STATE_TAGS: Readonly<
  Record<filings.Filing['state'], { readonly label: string; readonly tone: Tone }>
> = {
  waiting: { label: 'En attente de décision', tone: 'warning' },
  accepted: { label: 'Accepté', tone: 'success' },
  refused: { label: 'Refusé', tone: 'danger' },
};

/** What a form gave, once accepted. */
export const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  contract: 'Contrat',
  order: 'Commande de carte',
  idNat: 'Identifiant national du porteur',
  program: 'Identifiant du programme',
};
