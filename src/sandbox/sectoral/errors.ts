import type { UsageRow } from '../../modules/guidance/index.js';
import { Refusal } from '../../platform/errors.js';

const refused = (code: string, message: string, data: Record<string, unknown> = {}, status = 403) =>
  new Refusal({ code: `sandbox.${code}`, status, message, data });

const STATES: Readonly<Record<string, string>> = {
  blocked: 'est bloquée',
  opposed: 'est opposée',
  expired: 'a expiré',
  revoked: 'est révoqué',
};

/** The refusals of the sectoral services; `row` names the line of the usage matrix that says so. */
export const sectoralErrors = {
  noMeans: () =>
    refused(
      'no-means',
      'Présentez une carte, un certificat de votre structure, ou un jeton Pro Santé Connect.',
      {},
      401,
    ),
  noIdentity: () => refused('no-identity', 'Ce jeton Pro Santé Connect n’ouvre rien.', {}, 401),
  foreignCertificate: () =>
    refused(
      'foreign-certificate',
      'Ce certificat n’est pas de l’IGC Santé du bac à sable, ou n’identifie personne.',
    ),
  unusableCard: (state: string) =>
    refused('unusable-card', `Cette carte ${STATES[state] ?? 'ne sert pas'}.`, { state }),
  unusableCertificate: (state: string) =>
    refused('unusable-certificate', `Ce certificat ${STATES[state] ?? 'ne sert pas'}.`, { state }),
  /** The usage matrix says no. */
  notByThisMeans: (row: Pick<UsageRow, 'id' | 'why' | 'source'>) =>
    refused('not-by-this-means', row.why ?? 'Aucune ligne de la matrice d’usage ne le permet.', {
      row: row.id,
      source: row.source,
    }),
  /** A certificate whose name is not one of INSi: the code is the one of the national service. */
  insiName: (name: string, wanted: string, row: string) =>
    new Refusal({
      ...{ code: 'DESIR_560', status: 403 },
      message: `Le certificat « ${name} » n’est pas autorisé : son nom doit être ${wanted}, exactement.`,
      data: { row },
    }),
  noAccount: (row: string) =>
    refused(
      'account-missing',
      'Nommez l’utilisateur de votre logiciel dans l’en-tête Compte-Agissant.',
      { row },
      422,
    ),
  unknownPatient: () => refused('unknown-patient', 'Aucun patient inventé ne correspond.', {}, 404),
  noRpps: (row: string) =>
    refused('no-rpps-number', 'La lecture du DMP demande un numéro RPPS et une inscription publiée.', {
      row,
    }),
  noReader: (row: string) =>
    refused('no-reader', 'Aucune de vos professions ni de vos fonctions n’est dans la matrice du DMP.', {
      row,
    }),
  chooseReader: (readers: readonly string[]) =>
    refused(
      'choose-reader',
      'Choisissez votre situation d’exercice par le paramètre lecteur.',
      { readers },
      409,
    ),
  unreadableDocument: (data: { row: string; matrix: string; line: string }) =>
    refused('document-not-readable', 'La matrice du DMP ne vous ouvre pas ce type de document.', data),
  unknownDocument: () => refused('unknown-document', 'Ce document n’existe pas.', {}, 404),
  unknownType: () => refused('unknown-document-type', 'Ce type de document n’existe pas.', {}, 422),
  /** One of the two certificates of an indirect deposit is not there. */
  missingCertificate: (missing: 'AUTH_CLI' | 'SIGN', row: string) =>
    refused(
      'dmp-missing-certificate',
      missing === 'SIGN'
        ? 'Il manque le certificat SIGN : signez le dépôt (JWS).'
        : 'Il manque le certificat AUTH_CLI : présentez-le à la connexion TLS.',
      { missing, row },
    ),
  badDeposit: (why: string, row: string) => refused('dmp-bad-deposit', why, { row }),
  alreadyDeposited: () => refused('dmp-already-deposited', 'Ce dépôt a déjà été reçu.', {}, 409),
  notYourMailbox: (row: string) => refused('not-your-mailbox', 'Cette BAL ne s’ouvre pas ainsi.', { row }),
  noMailbox: () => refused('no-such-mailbox', 'Aucune BAL ne reçoit à cette adresse.', {}, 404),
};
