import { type Act, may, type User } from '../../access/index.js';

/** The steps of a datum, in their order: no change may show at one before it showed at the one above. */
export const HOPS = ['ORDRE', 'RPPS', 'RASS', 'PSC'] as const;

export type Hop = (typeof HOPS)[number];

/** What somebody must be allowed to do to open the tool of a step; any one is enough. */
const ACTS: Readonly<Record<Hop, readonly Act[] | 'everybody'>> = {
  ORDRE: ['member.see-own'],
  RPPS: ['register.consult'],
  RASS: ['account.see-own', 'account.see-any'],
  PSC: 'everybody',
};

/**
 * Whether `viewer` may look at a person with the tool of a step: the ordre's portal is for the person, the RPPS for
 * the CPAM, the Annuaire's account for the person and the card support, Pro Santé Connect's view for everybody.
 */
export function mayLook(hop: Hop, viewer: User | undefined, idNat: string): boolean {
  const acts = ACTS[hop];
  return acts === 'everybody' || acts.some((act) => may(viewer, act, { idNat }));
}

/** Whether `viewer` may follow the updates of a person: the person, the support, the information service that runs it. */
export function mayFollow(viewer: User | undefined, idNat: string): boolean {
  if (viewer?.kind === 'professional') return viewer.idNat === idNat;
  return viewer?.kind === 'support' || viewer?.kind === 'operator';
}
