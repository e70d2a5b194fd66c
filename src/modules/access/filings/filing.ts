import type { FormCode } from './rules/forms.js';

/** What was said in a form: field -> value as typed. */
export type Said = Readonly<Record<string, string>>;

export interface Evidence {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A form that was filled in on line. */
export interface Filing {
  /** The code of the form, a dash, eight digits. */
  readonly number: string;
  readonly form: FormCode;
  /** Technical id. */
  readonly structureId: string;
  readonly said: Said;
  readonly evidenceType?: string;
  readonly filedBy: string;
  readonly filedAt: Date;
  readonly state: 'waiting' | 'accepted' | 'refused';
  readonly decidedAt?: Date;
  readonly reason?: string;
  /** What came out of it: `contract`, `order`, `idNat`, `program`. */
  readonly outcome: Readonly<Record<string, string>>;
}
