import type { OppositionReason } from './life-cycle.js';

/** What may be declared of a card (CSS art. R161-57; help pages of the agency). */
export type IncidentReason =
  | 'loss'
  | 'theft'
  | 'malfunction'
  | 'card-not-received'
  | 'codes-not-received'
  | 'codes-lost'
  | 'compromise'
  | 'data-change'
  | 'end-of-activity';

export interface Consequence {
  /** Opposed at once, for that reason. */
  readonly oppose?: OppositionReason;
  /** Another card is ordered, with another number. */
  readonly replace: boolean;
  /** Other codes are sent for the same card. */
  readonly newCodes: boolean;
}

const nothing = { replace: false, newCodes: false };

/** A card that still works serves until the new one is first used; any other is opposed at once. */
export const CONSEQUENCES: Readonly<Record<IncidentReason, Consequence>> = {
  loss: { ...nothing, oppose: 'loss', replace: true },
  theft: { ...nothing, oppose: 'theft', replace: true },
  compromise: { ...nothing, oppose: 'compromise', replace: true },
  'card-not-received': { ...nothing, oppose: 'not-received', replace: true },
  malfunction: { ...nothing, replace: true },
  'data-change': { ...nothing, replace: true },
  'codes-lost': { ...nothing, newCodes: true },
  'codes-not-received': { ...nothing, newCodes: true },
  'end-of-activity': { ...nothing, oppose: 'end-of-activity' },
};
