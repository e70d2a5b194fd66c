import { ID_NAT_KINDS, type IdNatKind, type IdNatOrigin, kindOfPrefix } from './id-nat-kinds.js';
import { isRpps, RPPS_SHAPE } from './rpps.js';
import { LONGEST_IDENTIFIER, withoutSpaces } from './tidy.js';

/** A national identifier of a person that was read without a fault. `value` is the one way to write it. */
export type IdNat = {
  value: string;
  kind: IdNatKind;
  origin: IdNatOrigin;
  /** The number in the register that `kind` names: of the person, or of the structure that knows the person. */
  number: string;
  /** For people known through their structure: their number in its own staff register. */
  internalId?: string;
};

export type IdNatProblem =
  | 'empty'
  | 'too-long'
  | 'forbidden-characters'
  | 'rpps-without-prefix'
  | 'adeli-without-prefix'
  | 'wrong-prefix'
  | 'bad-length'
  | 'bad-key'
  | 'missing-internal-id'
  | 'bad-internal-id';

export type IdNatResult =
  | { ok: true; idNat: IdNat }
  | { ok: false; problem: IdNatProblem; suggestion?: string };

const INTERNAL_ID = /^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$/;

/**
 * Reads a national identifier of a person (TRE_G08: one digit for the kind, then the number, then "/" and an
 * internal number for staff of a structure). In: what a person typed; spaces are ignored and letters of the
 * number may be small. Out: the identifier, or the first problem met with, where it is sure, what to write
 * instead. Never throws.
 */
export function parseIdNat(text: string): IdNatResult {
  const typed = withoutSpaces(text);
  if (typed === '') return { ok: false, problem: 'empty' };
  if (typed.length > LONGEST_IDENTIFIER) return { ok: false, problem: 'too-long' };
  if (!/^[0-9A-Za-z._/-]+$/.test(typed)) return { ok: false, problem: 'forbidden-characters' };
  const slash = typed.indexOf('/');
  const head = (slash < 0 ? typed : typed.slice(0, slash)).toUpperCase();
  const internalId = slash < 0 ? undefined : typed.slice(slash + 1);
  return unprefixed(head, internalId) ?? byKind(head, internalId);
}

/**
 * Writes a national identifier of a person.
 * In: its kind, the number, the internal number for staff of a structure. Out: the text that `parseIdNat` reads
 * back to the same parts. Throws RangeError when the parts make no valid identifier.
 */
export function formatIdNat(parts: { kind: IdNatKind; number: string; internalId?: string }): string {
  const { prefix } = ID_NAT_KINDS[parts.kind];
  const tail = parts.internalId === undefined ? '' : `/${parts.internalId}`;
  const read = parseIdNat(`${prefix}${parts.number}${tail}`);
  if (!read.ok || read.idNat.kind !== parts.kind)
    throw new RangeError(`no ${parts.kind} identifier in these parts`);
  return read.idNat.value;
}

/** The person's idNat for an RPPS number: the number behind an 8. In: eleven digits. Throws RangeError otherwise. */
export function idNatOfRpps(rpps: string): string {
  return formatIdNat({ kind: 'RPPS', number: rpps });
}

function unprefixed(head: string, internalId: string | undefined): IdNatResult | undefined {
  if (internalId !== undefined) return undefined;
  if (isRpps(head)) return { ok: false, problem: 'rpps-without-prefix', suggestion: `8${head}` };
  if (RPPS_SHAPE.test(head) && !head.startsWith('8')) return { ok: false, problem: 'rpps-without-prefix' };
  if (/^[0-9]{12}$/.test(head) && !head.startsWith('8') && isRpps(head.slice(1))) {
    return { ok: false, problem: 'wrong-prefix', suggestion: `8${head.slice(1)}` };
  }
  if (/^[0-9][0-9AB][0-9]{7}$/.test(head)) {
    return { ok: false, problem: 'adeli-without-prefix', suggestion: `0${head}` };
  }
  return undefined;
}

function byKind(head: string, internalId: string | undefined): IdNatResult {
  const kind = kindOfPrefix(head.charAt(0));
  if (!kind) return { ok: false, problem: 'wrong-prefix' };
  const rule = ID_NAT_KINDS[kind];
  const number = head.slice(1);
  if (!rule.shape.test(number)) return { ok: false, problem: 'bad-length' };
  if (!rule.hasKey(number)) return { ok: false, problem: 'bad-key' };
  if (!rule.staff) {
    if (internalId !== undefined) return { ok: false, problem: 'bad-internal-id', suggestion: head };
    return { ok: true, idNat: { value: head, kind, origin: kind, number } };
  }
  if (!internalId) return { ok: false, problem: 'missing-internal-id' };
  if (!INTERNAL_ID.test(internalId)) return { ok: false, problem: 'bad-internal-id' };
  return { ok: true, idNat: { value: `${head}/${internalId}`, kind, origin: kind, number, internalId } };
}
