/** Where an order stands (RFC 8555 §7.1.6). */
export type OrderState = 'pending' | 'ready' | 'processing' | 'valid' | 'invalid';
export type ChallengeState = 'pending' | 'processing' | 'valid' | 'invalid';

/** What may be done to an order. */
type OrderAct = 'prove' | 'finalize' | 'download';

/** In which state each act is possible; whatever is not listed is refused. */
export const ORDER_ACTS: Readonly<Record<OrderAct, readonly OrderState[]>> = {
  prove: ['pending'],
  finalize: ['ready'],
  download: ['valid'],
};

/** Days in which an order is to be finished. */
export const ORDER_DAYS = 7;
/** A process that works at an order longer than that has died. */
export const STALLED_SECONDS = 60;

/** The state as it is told: what was not finished in time is invalid. */
export const stateAt = (
  order: { readonly state: OrderState; readonly expiresAt: Date },
  now: Date,
): OrderState => (order.state !== 'valid' && order.expiresAt <= now ? 'invalid' : order.state);

/** The state of the authorisation, by that of its challenge (RFC 8555 §7.1.6). */
export function authorizationState(challenge: ChallengeState, expired: boolean): string {
  if (challenge === 'valid' || challenge === 'invalid') return challenge;
  return expired ? 'expired' : 'pending';
}
