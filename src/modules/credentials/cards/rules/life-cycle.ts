import type { RevocationReason } from '../../ca/rules/revocation-list.js';

/** What is written of a card. `sent`: on its way; it becomes active with its first right code. */
export type CardState = 'sent' | 'active' | 'blocked' | 'opposed' | 'returned';

/** What a card is worth at one instant: its state, or `expired` once its time has passed. */
export type CardStanding = CardState | 'expired';

/** What can be done with a card, or to it. */
export type CardAct = 'identify' | 'block' | 'unblock' | 'oppose' | 'return';

/** Why a card is opposed: the reasons named in the texts. Opposition is definitive. */
export type OppositionReason =
  | 'returned'
  | 'loss'
  | 'theft'
  | 'malfunction'
  | 'not-received'
  | 'compromise'
  | 'end-of-activity'
  | 'data-change'
  | 'replaced';

/** What the certificates of an opposed card are revoked for (RFC 5280 §5.3.1). */
export const REVOCATION_REASONS: Readonly<Record<OppositionReason, RevocationReason>> = {
  loss: 'key-compromise',
  theft: 'key-compromise',
  compromise: 'key-compromise',
  'not-received': 'key-compromise',
  returned: 'key-compromise',
  malfunction: 'superseded',
  replaced: 'superseded',
  'data-change': 'affiliation-changed',
  'end-of-activity': 'cessation-of-operation',
};

/** In which standing each act is allowed, and the state it leads to; whatever is not listed is refused. */
export const CARD_ACTS: Readonly<Record<CardAct, { from: readonly CardStanding[]; to: CardState }>> = {
  identify: { from: ['sent', 'active'], to: 'active' },
  block: { from: ['sent', 'active'], to: 'blocked' },
  unblock: { from: ['blocked'], to: 'active' },
  oppose: { from: ['sent', 'active', 'blocked', 'expired'], to: 'opposed' },
  // The letter came back: nobody knows in whose hands it was.
  return: { from: ['sent'], to: 'returned' },
};

/** Whether somebody has the card, or is about to: it serves, or will with a right code. */
export const isInHand = (standing: CardStanding): boolean => IN_HAND.includes(standing);

const IN_HAND: readonly CardStanding[] = ['sent', 'active', 'blocked'];
const FINAL: readonly CardState[] = ['opposed', 'returned'];

/** What the card is worth at `now`. An opposition stays one after the end of validity. */
export function standingOf(card: { state: CardState; expiresAt: Date }, now: Date): CardStanding {
  return !FINAL.includes(card.state) && card.expiresAt <= now ? 'expired' : card.state;
}

/** The written states from which an act may start, for the `where` of its conditional update. */
export function statesFor(act: CardAct): CardState[] {
  return CARD_ACTS[act].from.filter((state) => state !== 'expired');
}
