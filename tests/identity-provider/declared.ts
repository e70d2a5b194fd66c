import { BACK } from './world.js';

/** Accounts of two integrators. */
export const OWNER = '0a000000-0000-4000-8000-000000000001';
export const STRANGER = '0a000000-0000-4000-8000-000000000002';

/** A complete declaration; say what the test is about. */
export const declared = (over: Record<string, unknown> = {}) => ({
  name: 'Dossier partagé',
  organisation: 'Éditeur Exemple',
  responsible: 'Dominique Exemple',
  purpose: 'Partager des documents entre soignants.',
  technicalContact: 'technique@editeur.example',
  functionalContact: 'fonctionnel@editeur.example',
  redirectUris: [BACK],
  ...over,
});
