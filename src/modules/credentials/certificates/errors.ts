import { Refusal } from '../../../platform/errors.js';
import type { CertificateStanding } from './rules/life-cycle.js';
import { STEP_RULES, type Step } from './rules/procedure.js';
import type { RequestFault } from './rules/request-faults.js';

const refusal = (code: string, status: number, message: string, field?: string) =>
  new Refusal({
    code: `credentials.${code}`,
    status,
    message,
    ...(field && { fields: [{ field, code: `credentials.${code}`, message }] }),
  });

const FAULTS: Readonly<Record<RequestFault, string>> = {
  'weak-key': 'La clé doit être RSA, de 2048 à 4096 bits, d’exposant 65537 ou plus.',
  'other-kind-of-key': 'Seules les clés RSA sont certifiées.',
  'wrong-common-name': 'Le nom (CN) de la demande n’est pas celui que vous avez commandé.',
  'extra-extensions': 'La demande réclame des extensions : elles viennent de l’offre, retirez-les.',
  'wrong-host': 'La demande réclame un autre nom de serveur que celui que vous avez commandé.',
  'weak-signature': 'La demande doit être signée en RSA avec SHA-256, SHA-384 ou SHA-512.',
};

/** Refusals about software certificates; tests name them by the same functions. */
export const errors = {
  unknownKind: () => refusal('certificate-kind', 422, 'Cette offre n’a pas cet usage.', 'usage'),
  commonName: (message: string) => refusal('certificate-name', 422, message, 'commonName'),
  hostOfOthers: () =>
    refusal(
      'host-of-others',
      409,
      'Une autre organisation a un certificat pour ce nom de domaine. Prouvez par ACME que le serveur est le vôtre.',
      'commonName',
    ),
  unknownPurpose: () => refusal('unknown-purpose', 422, 'Choisissez à quoi le certificat servira.', 'pour'),
  product: () => refusal('no-product', 422, 'Donnez le nom du logiciel, en cent signes au plus.', 'product'),
  unreadableRequest: () =>
    refusal('unreadable-request', 422, 'Cette demande de certificat (PKCS#10) ne se lit pas.', 'csr'),
  wrongSignature: () =>
    refusal('request-signature', 422, 'La signature de la demande n’est pas celle de sa clé.', 'csr'),
  request: (fault: RequestFault) => refusal(`request-${fault}`, 422, FAULTS[fault], 'csr'),
  reusedKey: () => refusal('reused-key', 409, 'Cette clé a déjà un certificat. Faites-en une autre.', 'csr'),
  shortRevocationCode: () =>
    refusal(
      'short-revocation-code',
      422,
      'Choisissez un code de révocation de 8 signes au moins.',
      'revocationCode',
    ),
  unknownStructure: () => refusal('unknown-structure', 404, 'FINESS ne connaît pas ce numéro.', 'finess'),
  notLegalEntity: (entity: string | undefined) =>
    refusal(
      'not-a-legal-entity',
      422,
      `Un certificat appartient à une entité juridique${entity ? ` : commandez-le pour ${entity}, ses sites s’en servent` : ''}.`,
      'finess',
    ),
  closedStructure: () => refusal('closed-structure', 422, 'Cette entité juridique est fermée.', 'finess'),
  noContact: () =>
    refusal('no-contact', 422, 'Donnez au moins une adresse à prévenir avant la fin.', 'contacts'),
  alreadyOrdered: () =>
    refusal('already-ordered', 409, 'Ce logiciel a déjà ces certificats : renouvelez-les ou révoquez-les.'),
  /** The step of the procedure that comes first. */
  missingStep: (step: Step) =>
    new Refusal({
      code: `credentials.missing-${step}`,
      status: 403,
      message: STEP_RULES[step].missing,
      data: { missing: step, door: STEP_RULES[step].door },
    }),
  alreadyRequested: () =>
    refusal('already-requested', 409, 'Cette commande est déjà faite : il ne reste qu’à la retirer.'),
  unknownRequest: () =>
    refusal('unknown-request', 404, 'Cette commande n’existe pas, ou n’est plus ouverte.'),
  requestTaken: () =>
    refusal('request-taken', 409, 'Cette commande est en train d’être retirée, ou l’a déjà été.'),
  differentCodes: () =>
    refusal('different-codes', 422, 'Les deux codes de révocation diffèrent.', 'revocationCode2'),
  termsRefused: () =>
    refusal(
      'terms-refused',
      422,
      'Acceptez les conditions d’utilisation pour retirer le certificat.',
      'terms',
    ),
  weakPassword: () =>
    refusal('weak-password', 422, 'Choisissez un mot de passe de 12 signes au moins.', 'password'),
  wrongContact: (address: string) =>
    refusal('wrong-contact', 422, `« ${address} » n’est pas une adresse.`, 'contacts'),
  unknownAcmeKey: () =>
    refusal('unknown-acme-key', 404, 'Cette clé externe n’existe pas, ou a déjà été retirée.'),
  unknownCertificate: () => refusal('unknown-certificate', 404, 'Ce certificat n’existe pas.'),
  wrongRevocationCode: () =>
    refusal('wrong-revocation-code', 403, 'Ce code de révocation n’est pas le bon.', 'revocationCode'),
  notUsable: (standing: CertificateStanding) =>
    ({
      active: refusal('active-certificate', 409, 'Ce certificat est actif.'),
      expired: refusal('expired-certificate', 409, 'Ce certificat a expiré. Commandez-en un autre.'),
      revoked: refusal('revoked-certificate', 409, 'Ce certificat est révoqué, et le reste.'),
    })[standing],
};
