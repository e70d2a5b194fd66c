import { type IdNat, type IdNatResult, parseIdNat } from './id-nat.js';
import type { IdNatOrigin } from './id-nat-kinds.js';
import { withoutSpaces } from './tidy.js';

/** Who gave an identity that no register knows: Pro Santé Connect by itself, or the maker of test identities. */
export type OwnOrigin = 'PSI' | 'EDIT';

export type PscIdResult =
  | { ok: true; idNat: Pick<IdNat, 'value'> & { origin: IdNatOrigin | OwnOrigin } }
  | Extract<IdNatResult, { ok: false }>;

const PSI = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The same for PostgreSQL. */
export const PSI_FORM = PSI.source;
const EDIT = /^ANS[0-9]{14}$/;

/**
 * Tells an identity of Pro Santé Connect's own: a UUID (PSI, since August 2025, before a register knows the person), or
 * `ANS` and the second of its making (EDIT, test identities). Undefined for everything that names a line of a register.
 */
export function ownOrigin(id: string): OwnOrigin | undefined {
  if (PSI.test(id)) return 'PSI';
  return EDIT.test(id) ? 'EDIT' : undefined;
}

/**
 * Reads what names a person at Pro Santé Connect: a national identifier, or an identity of its own. In: what was typed.
 * Out: as `parseIdNat`. Never throws.
 */
export function parsePscId(text: string): PscIdResult {
  const typed = withoutSpaces(text);
  for (const value of [typed.toLowerCase(), typed.toUpperCase()]) {
    const origin = ownOrigin(value);
    if (origin) return { ok: true, idNat: { value, origin } };
  }
  return parseIdNat(text);
}

/** Whether an identifier is that of somebody whom the RPPS numbers: a UUID may begin with an 8 too. */
export function isOfRpps(idNat: string): boolean {
  const read = parseIdNat(idNat);
  return read.ok && read.idNat.kind === 'RPPS';
}
