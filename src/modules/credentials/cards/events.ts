import type { Event } from '../../../platform/events.js';
import { RENEWAL_DAYS } from './rules/durations.js';
import type { CardType } from './rules/kinds.js';
import type { OppositionReason } from './rules/life-cycle.js';

interface OfCard {
  readonly idNat: string;
  readonly number: string;
}

/** A person has a card. `version`: how many that person has had, here and below. */
export const issued = ({ idNat, number }: OfCard, version: number, type: CardType): Event => ({
  type: 'credentials.card-issued',
  subject: idNat,
  version,
  data: { number, type },
});

/** A card no longer identifies anybody, for good. */
export const opposed = ({ idNat, number }: OfCard, version: number, reason: OppositionReason): Event => ({
  type: 'credentials.card-opposed',
  subject: idNat,
  version,
  data: { number, reason },
});

/** Three wrong codes. */
export const blocked = ({ idNat, number }: OfCard, version: number): Event => ({
  type: 'credentials.card-blocked',
  subject: idNat,
  version,
  data: { number },
});

/** The unblocking code gave the card back, with another code. */
export const unblocked = ({ idNat, number }: OfCard, version: number): Event => ({
  type: 'credentials.card-unblocked',
  subject: idNat,
  version,
  data: { number },
});

/** A card was ordered. Its subject is the order. */
export const CARD_ORDERED = 'credentials.card-ordered';

export const cardOrdered = (order: { orderId: string; idNat: string; type: CardType }): Event => ({
  type: CARD_ORDERED,
  subject: order.orderId,
  version: 1,
  data: { idNat: order.idNat, type: order.type },
});

/** A card left for its holder; it is worth something from its first right code on. */
export const sent = ({ idNat, number }: OfCard, version: number, type: CardType): Event => ({
  type: 'credentials.card-sent',
  subject: idNat,
  version,
  data: { number, type },
});

/** The first right code of a card that was sent: from now on it is the one of its holder. */
export const activated = ({ idNat, number }: OfCard, version: number): Event => ({
  type: 'credentials.card-activated',
  subject: idNat,
  version,
  data: { number },
});

/** An order went on; what follows comes at its date. Its subject is the order. `version`: how far it is. */
export const orderMoved = (orderId: string, version: number, notBefore: Date): Event => ({
  type: 'credentials.card-order-moved',
  subject: orderId,
  version,
  notBefore,
});

const DAY = 86_400_000;

/** A professional's card will end: what follows it is ordered in time. Its subject is the number of the card. */
export const renewalDue = (number: string, end: Date): Event => ({
  type: 'credentials.card-renewal-due',
  subject: number,
  version: 1,
  notBefore: new Date(end.getTime() - RENEWAL_DAYS * DAY),
});

/** Codes wait for their letter until that date. Its subject is the number of the card. */
export const codesAsked = (number: string, notBefore: Date): Event => ({
  type: 'credentials.card-codes-asked',
  subject: number,
  version: 1,
  notBefore,
});

/** An order will give no card. */
export const orderCancelled = ({ orderId, idNat }: { orderId: string; idNat: string }): Event => ({
  type: 'credentials.card-order-cancelled',
  subject: orderId,
  version: 2,
  data: { idNat },
});
