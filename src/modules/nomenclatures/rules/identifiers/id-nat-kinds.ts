import { isAdeli, isAdeliPractice } from './adeli.js';
import { isFiness } from './finess.js';
import { isRpps } from './rpps.js';
import { isSiren, isSiret } from './siren.js';

/** Which register knows the person. The same words are the origin labels that services receive. */
export type IdNatKind = 'ADELI' | 'CAB_ADELI' | 'FINESS' | 'SIREN' | 'SIRET' | 'CAB_RPPS' | 'RPPS';
export type IdNatOrigin = IdNatKind;

export type IdNatKindRule = {
  prefix: string;
  shape: RegExp;
  hasKey: (number: string) => boolean;
  /** True for people known by their structure: the number is the structure's, an internal number follows. */
  staff: boolean;
};

/** The open kinds of TRE_G08. Prefixes 2 (DRASS) and 9 (students) ended on 2020-05-29 and are refused. */
export const ID_NAT_KINDS: Record<IdNatKind, IdNatKindRule> = {
  ADELI: { prefix: '0', shape: /^[0-9][0-9A-Z][0-9]{7}$/, hasKey: isAdeli, staff: false },
  CAB_ADELI: { prefix: '1', shape: /^[0-9][0-9A-Z][0-9]{9}$/, hasKey: isAdeliPractice, staff: true },
  FINESS: { prefix: '3', shape: /^[0-9][0-9A-Z][0-9]{7}$/, hasKey: isFiness, staff: true },
  SIREN: { prefix: '4', shape: /^[0-9]{9}$/, hasKey: isSiren, staff: true },
  SIRET: { prefix: '5', shape: /^[0-9]{14}$/, hasKey: isSiret, staff: true },
  CAB_RPPS: { prefix: '6', shape: /^[1-9][0-9]{12,13}$/, hasKey: isRppsPractice, staff: true },
  RPPS: { prefix: '8', shape: /^[0-9]{11}$/, hasKey: isRpps, staff: false },
};

/**
 * Whether an identifier is one that structures give to their staff: the kind, the structure's number, "/" and their own. A UUID
 * may begin with the same digit, and has no "/".
 */
export const isStaffNumber = (idNat: string): boolean => /^[13456][0-9A-Z]+\//.test(idNat);

/** The kind that a first character announces, nothing when it announces none. */
export function kindOfPrefix(prefix: string): IdNatKind | undefined {
  const kinds = Object.keys(ID_NAT_KINDS) as IdNatKind[];
  return kinds.find((kind) => ID_NAT_KINDS[kind].prefix === prefix);
}

/** Says whether the text names a practice known by the RPPS: its holder's number and a rank of two or three digits. */
export function isRppsPractice(text: string): boolean {
  return /^[0-9]{2,3}$/.test(text.slice(11)) && isRpps(text.slice(0, 11));
}
