import type { MemberRecord } from './member-record.js';
import type { Validation } from './rules/validation-act.js';

/** A person whom an authority registers, with the act of the agent who let him in. */
export interface Registration {
  /** TRE_R60. */
  readonly authority: string;
  readonly record: MemberRecord;
  readonly validation: Validation;
  /** The number that the person already holds: another authority gave it, or another register did. */
  readonly idNat?: string;
  /** From when it holds true; now when left out, never in the future. */
  readonly effectiveAt?: Date;
}

export interface Registered {
  readonly memberId: string;
  readonly version: number;
}
