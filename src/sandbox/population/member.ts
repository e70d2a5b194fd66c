import type { MemberRecord } from '../../modules/authorities/index.js';

/** One person to register, as an authority would enter them. */
export interface FictitiousMember {
  /** TRE_R60. */
  readonly authority: string;
  readonly record: MemberRecord;
  /** Day from which the authority knows the person, YYYY-MM-DD. */
  readonly since: string;
  /** A number that the person already holds; else the register gives one. */
  readonly idNat?: string;
  /** The same person at a second authority, registered once the first number is there. */
  readonly also?: { readonly authority: string; readonly record: MemberRecord };
  /** Staff of a practice: known by the practice's number, once its holder has one, and by a register number. */
  readonly staffOf?: { readonly practice: string; readonly register: string };
  /** Key of the persona. */
  readonly persona?: string;
}

/** The authority of each profession that has an ordre, also in training. */
export const ORDRE: Readonly<Record<string, string>> = {
  '10': 'CNOM',
  '21': 'CNOP',
  '40': 'ONCD',
  '50': 'CNOSF',
  '60': 'ONI',
  '70': 'CNOMK',
  '80': 'CNOPP',
};
