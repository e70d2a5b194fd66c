import { Refusal } from '../../../platform/errors.js';

const refusal = (code: string, status: number, message: string, data: Record<string, unknown> = {}) =>
  new Refusal({ code: `credentials.${code}`, status, message, data });

const fieldRefusal = (code: string, field: string, message: string) =>
  new Refusal({
    code: `credentials.${code}`,
    status: 422,
    message,
    fields: [{ field, code: `credentials.${code}`, message }],
  });

const START_AGAIN = 'Recommencez l’activation depuis Pro Santé Connect.';

/** Refusals about the e-CPS; tests name them by the same functions. */
export const errors = {
  noUsableContact: (missing: readonly string[]) =>
    refusal(
      'no-usable-contact',
      409,
      `L’annuaire n’a pas de ${missing.join(' ni de ')} de correspondance utilisable pour cette personne. Son autorité d’enregistrement peut corriger cette donnée.`,
      { missing },
    ),
  deadLink: () => refusal('dead-link', 410, `Ce lien ou ce code a déjà servi, ou a expiré. ${START_AGAIN}`),
  deadActivation: () =>
    refusal('dead-activation', 410, `Cette activation n’est plus en cours. ${START_AGAIN}`),
  expiredSmsCode: () => refusal('expired-sms-code', 410, `Le code reçu par SMS a expiré. ${START_AGAIN}`),
  wrongSmsCode: (triesLeft: number) =>
    refusal(
      'wrong-sms-code',
      422,
      triesLeft > 0
        ? `Ce code n’est pas celui du SMS. Il vous reste ${triesLeft} essai${triesLeft > 1 ? 's' : ''}.`
        : `Ce code n’est pas celui du SMS, et les trois essais sont épuisés. ${START_AGAIN}`,
      { triesLeft },
    ),
  tooManyWrongCodes: () =>
    refusal('too-many-wrong-codes', 429, 'Trop de codes faux aujourd’hui. Réessayez demain.', {
      retryAfterSeconds: 24 * 3600,
    }),
  invalidPin: (message: string) => fieldRefusal('invalid-pin', 'pin', message),
  invalidKey: () =>
    fieldRefusal('invalid-key', 'publicKeyJwk', 'La clé de l’appareil n’est pas une clé publique P-256.'),
  invalidPush: () =>
    fieldRefusal('invalid-push', 'endpoint', 'Cette adresse n’est pas celle d’un service de notification.'),
  noMeans: () => refusal('no-means', 409, 'Cette personne n’a pas d’e-CPS active.'),
  tooManyPending: () =>
    refusal('too-many-pending', 429, 'Trop de demandes attendent déjà sur le téléphone.', {
      retryAfterSeconds: 120,
    }),
  tooManyRefusals: () =>
    refusal(
      'too-many-refusals',
      429,
      'Plusieurs demandes viennent d’être refusées sur ce téléphone. Par prudence, réessayez dans dix minutes.',
      { retryAfterSeconds: 600 },
    ),
  tooEarlyToRenew: () =>
    refusal('too-early-to-renew', 409, 'Votre e-CPS se renouvelle dans les soixante jours avant sa fin.'),
  unknownRequest: () => refusal('unknown-request', 404, 'Cette demande n’existe pas.'),
  unknownDevice: () => refusal('unknown-device', 401, 'Cet appareil ne porte plus d’e-CPS active.'),
  foreignSignature: () =>
    refusal('foreign-signature', 403, 'La réponse n’est pas signée par la clé de cet appareil.'),
  foreignAnswer: () => refusal('foreign-answer', 422, 'La réponse ne concerne pas cette demande.'),
  alreadyAnswered: () => refusal('already-answered', 409, 'Cette demande a déjà reçu une réponse.'),
  expiredRequest: () => refusal('expired-request', 410, 'Cette demande a expiré.'),
  wrongPin: (triesLeft: number) =>
    refusal(
      'wrong-pin',
      403,
      `Ce code n’est pas le bon. Il vous reste ${triesLeft} essai${triesLeft > 1 ? 's' : ''}.`,
      { triesLeft },
    ),
  fingerprintRefused: () =>
    refusal('fingerprint-refused', 403, 'L’empreinte ou le visage n’a pas été reconnu. Tapez votre code.'),
  locked: () =>
    refusal('locked', 423, 'Votre e-CPS est bloquée après trois codes faux. Activez-la à nouveau.'),
  expiredMeans: () => refusal('expired-means', 403, 'Votre e-CPS a expiré. Activez-la à nouveau.'),
  wrongNumber: () =>
    refusal(
      'wrong-number',
      403,
      'Ce n’est pas le nombre affiché par Pro Santé Connect. La connexion est refusée.',
    ),
};
