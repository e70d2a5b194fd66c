import { ownOrigin, profession } from '../../nomenclatures/index.js';

/** How somebody comes by a means: see `waysToMeans`. */
export interface WaysToMeans {
  /** The card that is meant for this kind of person, and who provides it; undefined where there is none. */
  readonly card?: {
    readonly type: 'CPS' | 'CPF' | 'CPE ou CPA';
    readonly from: 'authority' | 'order' | 'employer';
  };
  /** An e-CPS is activated with the contacts that the authority knows, or with the card only. */
  readonly ecps: 'contacts' | 'card';
}

/** Nurses order their card themselves, at Ma CPS. */
const ORDERING = ['60'];

/**
 * By which ways a person who has no means comes by one. In: the identifier and the exercises. Sources: CSS art. R161-55
 * (cards by kind of holder), FAQ e-CPS (ADELI and staff activate with the card only), RPPS+ (no physical card).
 */
export function waysToMeans(
  idNat: string,
  exercises: readonly { readonly profession: string; readonly category: string }[],
): WaysToMeans {
  // A UUID may begin with any figure; no register, no card.
  if (ownOrigin(idNat)) return { ecps: 'contacts' };
  if (/^[13456]/.test(idNat)) return { card: { type: 'CPE ou CPA', from: 'employer' }, ecps: 'card' };
  if (idNat.startsWith('0')) return { card: { type: 'CPS', from: 'authority' }, ecps: 'card' };
  const kinds = exercises.map((one) => profession(one.profession, one.category)?.population);
  if (kinds.length > 0 && kinds.every((kind) => kind === 'role')) return { ecps: 'contacts' };
  if (exercises.length > 0 && exercises.every(({ category }) => category === 'E'))
    return { card: { type: 'CPF', from: 'authority' }, ecps: 'contacts' };
  const from = exercises.some((one) => ORDERING.includes(one.profession)) ? 'order' : 'authority';
  return { card: { type: 'CPS', from }, ecps: 'contacts' };
}
