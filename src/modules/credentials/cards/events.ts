import type { Event } from '../../../platform/events.js';
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
