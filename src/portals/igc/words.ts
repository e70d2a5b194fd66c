import type { certificates } from '../../modules/credentials/index.js';
import type { Tone } from '../../ui/index.js';

export const HOME = '/igc/plateforme';
export const STRUCTURES = `${HOME}/structures`;
/** For those who answer for a structure, and the agency: they revoke without a code. */
export const REVOCATIONS = `${HOME}/revocations`;
export const structureHref = (finess: string): string => `${STRUCTURES}/${finess}`;

/** What each act answers once it is done. */
export const DONE: Readonly<Record<string, string>> = {
  commande: 'La commande est faite. Les contacts ont reçu un lien ; il reste à retirer chaque certificat.',
  annulee: 'La commande est annulée : rien n’a été certifié.',
  contacts: 'Les contacts sont changés.',
  revoque: 'Le certificat est révoqué pour de bon : il n’ouvre plus rien.',
  retiree: 'La clé externe est retirée : son programme ne commande plus rien.',
};

export const STANDINGS: Readonly<Record<certificates.CertificateStanding, readonly [string, Tone]>> = {
  active: ['Actif', 'success'],
  expired: ['Expiré', 'warning'],
  revoked: ['Révoqué', 'danger'],
};

/** Why a certificate is revoked, as the CRL will say it. */
export const REASONS = [
  { value: 'key-compromise', label: 'Clé perdue, volée ou connue d’un autre' },
  { value: 'superseded', label: 'Remplacé par un autre certificat' },
  { value: 'cessation-of-operation', label: 'Logiciel ou serveur arrêté' },
  { value: 'affiliation-changed', label: 'Identité de la structure changée' },
  { value: 'unspecified', label: 'Autre raison' },
] as const;

export type ReasonValue = (typeof REASONS)[number]['value'];
export const isReason = (text: string): text is ReasonValue => REASONS.some(({ value }) => value === text);

/** What was done, by the name of the act in the journal. */
export const ACTS: Readonly<Record<string, string>> = {
  'credentials.order-certificate': 'Commande',
  'credentials.renew-certificate': 'Commande du suivant',
  'credentials.cancel-order': 'Annulation d’une commande',
  'credentials.issue-certificate': 'Certification',
  'credentials.revoke-certificate': 'Révocation',
  'credentials.change-contacts': 'Changement de contacts',
  'credentials.make-acme-key': 'Clé externe ACME faite',
  'credentials.withdraw-acme-key': 'Clé externe ACME retirée',
  'credentials.open-acme-account': 'Ouverture d’un compte ACME',
  'credentials.order-by-acme': 'Commande par ACME',
};

/** Why something was refused, by the end of the code that the journal keeps. */
const REFUSALS: Readonly<Record<string, string>> = {
  'wrong-revocation-code': 'code de révocation faux',
  'different-codes': 'deux codes différents',
  'terms-refused': 'conditions refusées',
  'weak-password': 'mot de passe trop court',
  'short-revocation-code': 'code de révocation trop court',
  'unreadable-request': 'demande illisible',
  'request-signature': 'signature de la demande fausse',
  'reused-key': 'clé déjà certifiée',
  'already-requested': 'déjà commandé',
  'already-ordered': 'déjà certifié',
  'certificate-name': 'nom refusé',
  'no-contact': 'aucun contact',
  'missing-contract': 'sans contrat',
  'missing-card': 'sans carte',
  'missing-habilitation': 'sans habilitation',
  'withdrawn-key': 'clé externe retirée',
  'wrong-binding': 'clé externe fausse',
  'foreign-account': 'certificat d’un autre compte',
};

export const refusalWord = (reason: string | null): string => {
  const word = REFUSALS[reason?.replace(/^credentials\./, '') ?? ''];
  return word ? `Refusé : ${word}` : 'Refusé';
};

/** How to make a key and its signing request at home. */
export const requestCommand = (commonName: string): string =>
  `openssl req -new -newkey rsa:2048 -nodes -keyout cle.pem -out demande.csr -subj "/CN=${commonName}"`;
