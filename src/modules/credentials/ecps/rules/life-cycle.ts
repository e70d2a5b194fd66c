/** What an e-CPS is doing. A locked one can only be replaced: three wrong codes end the trust in its holder. */
export type MeansState = 'active' | 'locked' | 'ended';

/** Where an activation stands. */
export type ActivationState = 'sent' | 'opened' | 'completed' | 'failed' | 'cancelled';

/** By which proofs an e-CPS is activated, or renewed on its own phone. */
export type ActivationWay = 'contacts' | 'card' | 'renewal';

/** What became of a request for approval; expiry is a matter of time, not a state. */
export type RequestState = 'pending' | 'approved' | 'refused' | 'wrong-number' | 'withdrawn';

export type Platform = 'android' | 'ios' | 'web';

/** Why an e-CPS ended. `replaced`: one per person, a new activation ends the former (CSS art. R161-52). */
export type EndReason = 'replaced' | 'deleted-by-holder' | 'lost' | 'closed';

/** Transitions allowed; whatever is not listed is refused. */
export const MEANS: Readonly<Record<MeansState, readonly MeansState[]>> = {
  active: ['locked', 'ended'],
  locked: ['ended'],
  ended: [],
};

export const ACTIVATION: Readonly<Record<ActivationState, readonly ActivationState[]>> = {
  sent: ['opened', 'cancelled'],
  opened: ['completed', 'failed', 'cancelled'],
  completed: [],
  failed: [],
  cancelled: [],
};

export const REQUEST: Readonly<Record<RequestState, readonly RequestState[]>> = {
  pending: ['approved', 'refused', 'wrong-number', 'withdrawn'],
  approved: [],
  refused: [],
  'wrong-number': [],
  withdrawn: [],
};

/** The states from which `to` can be reached, for the `where` of the conditional update. */
export function statesBefore<S extends string>(table: Readonly<Record<S, readonly S[]>>, to: S): S[] {
  return (Object.keys(table) as S[]).filter((from) => table[from].includes(to));
}
