import type { Refusal } from '../../platform/errors.js';
import { errors } from './errors.js';

/** Why the register did not take a file; kept as data, so that a repeated question has the same answer. */
export type RefusalReason =
  | { readonly code: 'registry.civil-status-already-registered'; readonly idNat: string }
  | { readonly code: 'registry.identity-mismatch' | 'registry.unknown-number' };

/** What became of one file. `unknown` when its authority holds nothing validated under this id. */
export type Outcome = { readonly memberId: string } & (
  | { readonly status: 'received'; readonly idNat: string; readonly rpps?: string; readonly version: number }
  | { readonly status: 'refused'; readonly reason: RefusalReason }
  | { readonly status: 'unknown' }
);

/** The refusal to throw, or to answer, for a file that was not taken. */
export function refusalOf(reason: RefusalReason): Refusal {
  if (reason.code === 'registry.civil-status-already-registered')
    return errors.alreadyRegistered(reason.idNat);
  return reason.code === 'registry.identity-mismatch' ? errors.identityMismatch() : errors.unknownNumber();
}
