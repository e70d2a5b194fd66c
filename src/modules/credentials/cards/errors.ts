import { Refusal } from '../../../platform/errors.js';
import { notDelivered } from './messages.js';
import type { CardRefusal } from './rules/eligibility.js';
import type { CardStanding } from './rules/life-cycle.js';

const refusal = (code: string, status: number, message: string, data: Record<string, unknown> = {}) =>
  new Refusal({ code: `credentials.${code}`, status, message, data });

const left = (tries: number) => `Il vous reste ${tries} essai${tries > 1 ? 's' : ''}.`;

/** Refusals about cards; tests name them by the same functions. */
export const errors = {
  wrongKind: (allowed: readonly string[]) =>
    new Refusal({
      code: 'credentials.card-kind',
      status: 422,
      message: `Cette personne ne peut pas porter ce type de carte. Types possibles : ${allowed.join(', ')}.`,
      fields: [
        { field: 'type', code: 'credentials.card-kind', message: `Types possibles : ${allowed.join(', ')}.` },
      ],
    }),
  /** The dated rules refuse the card. */
  notForThem: (why: CardRefusal) => refusal(`card-${why}`, 422, notDelivered[why], { why }),
  alreadyOrdered: () =>
    refusal('card-already-ordered', 409, 'Une carte est déjà commandée pour cette personne.'),
  alreadyHeld: () =>
    refusal(
      'card-already-held',
      409,
      'Cette personne a déjà cette carte. Demandez son renouvellement ou déclarez un incident.',
    ),
  alreadyFollowed: () =>
    refusal(
      'card-already-followed',
      409,
      'La carte qui remplace celle-ci est déjà partie. Si elle n’arrive pas, déclarez-la non reçue.',
    ),
  unknownOrder: () => refusal('unknown-card-order', 404, 'Cette commande n’existe pas.'),
  unknownLetter: () =>
    refusal('unknown-letter', 404, 'Cette lettre n’existe pas, ou son contenu a été effacé.'),
  tooLate: () =>
    refusal(
      'card-order-too-late',
      409,
      'La carte est déjà en fabrication : la commande ne peut plus être annulée.',
    ),
  noName: () => refusal('card-without-name', 422, 'Donnez le prénom et le nom du porteur de la carte.'),
  notAName: () =>
    refusal(
      'card-not-a-name',
      422,
      'Un nom s’écrit avec des lettres, des espaces, des traits d’union et des apostrophes, celui d’un service aussi avec des chiffres : 64 signes au plus.',
    ),
  /** The number is nobody's, or that of staff of another structure. */
  notOfStaff: () =>
    refusal(
      'card-not-of-staff',
      422,
      'Ce numéro n’est celui de personne dans cette structure. Laissez-le vide : la structure en donnera un.',
    ),
  otherName: () =>
    refusal(
      'card-other-name',
      422,
      'Ce numéro n’est pas celui d’une personne de ce nom. Vérifiez chaque chiffre, et le nom.',
    ),
  unknownCard: () => refusal('unknown-card', 404, 'Cette carte n’existe pas.'),
  wrongCode: (triesLeft: number) =>
    refusal('wrong-card-code', 422, `Ce code n’est pas celui de la carte. ${left(triesLeft)}`, { triesLeft }),
  wrongUnblockingCode: (triesLeft: number) =>
    refusal('wrong-unblocking-code', 422, `Ce code de déblocage n’est pas le bon. ${left(triesLeft)}`, {
      triesLeft,
    }),
  deadCard: () =>
    refusal('dead-card', 423, 'Trop de codes de déblocage faux. Cette carte doit être remplacée.'),
  tooMuchData: (most: number) =>
    refusal('too-much-chip-data', 422, `La puce garde au plus ${most} octets de données libres.`, { most }),
  invalidCode: (message: string) =>
    new Refusal({
      code: 'credentials.invalid-card-code',
      status: 422,
      message,
      fields: [{ field: 'pin', code: 'credentials.invalid-card-code', message }],
    }),
  notUsable: (standing: CardStanding) =>
    ({
      sent: refusal('sent-card', 409, 'Cette carte vient d’être envoyée : elle n’est pas bloquée.'),
      returned: refusal(
        'returned-card',
        403,
        'Le courrier de cette carte nous est revenu : elle est annulée.',
      ),
      active: refusal('active-card', 409, 'Cette carte n’est pas bloquée, ou ne l’est plus.'),
      blocked: refusal('blocked-card', 423, 'Votre carte est bloquée après trois codes faux.'),
      opposed: refusal('opposed-card', 403, 'Votre carte est en opposition.'),
      expired: refusal('expired-card', 403, 'Votre carte a expiré.'),
    })[standing],
};
