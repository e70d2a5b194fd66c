import type { Category, Ticket } from '../../../modules/guidance/index.js';
import type { Tone } from '../../../ui/index.js';

export const CATEGORY_WORDS: Readonly<Record<Category, string>> = {
  technical: 'Technique : protocole, bibliothèque, erreur',
  functional: 'Fonctionnel : usages, données, parcours',
  connection: 'Raccordement : dossier, décision, clés',
  account: 'Compte d’intégrateur',
  card: 'Carte : déclaration sans connexion',
};

export const TICKET_STATES: Readonly<Record<Ticket['state'], readonly [string, Tone]>> = {
  open: ['Attend une réponse', 'warning'],
  answered: ['Répondu', 'success'],
  closed: ['Fermé', 'neutral'],
};
