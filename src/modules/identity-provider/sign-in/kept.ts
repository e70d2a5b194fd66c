import type { AuthMode } from '../rules/means.js';

/** What is remembered of a sign-in between its pages. */
export interface Kept {
  /** The request sent to the phone. */
  readonly approval?: Approval | undefined;
  /** The browser is on its way to the provider of an establishment. */
  readonly departure?: Departure | undefined;
  /** It was sent there once: the next time the person chooses. */
  readonly sentOn?: boolean;
  /** It came back from there with an account. */
  readonly delegated?: DelegatedAccount | undefined;
  /** Who showed a strong means since, to be paired with that account. */
  readonly proved?: Proved | undefined;
  /** What a security key has to sign. */
  readonly challenge?: string | undefined;
  /** The person who asked for a code by SMS, or would type one. */
  readonly codeFor?: CodeFor | undefined;
  /** The person chose not to take up again what was opened before. */
  readonly asOther?: boolean;
  /** Epoch seconds of the strong sign-in that this code takes up again. */
  readonly reentryOf?: number | undefined;
}

export interface Approval {
  readonly id: string;
  readonly number: number;
  readonly idNat: string;
}

export interface Departure {
  readonly establishment: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Epoch seconds: when it left. */
  readonly at: number;
  /** Seconds before it left that the sign-in there may date of. */
  readonly maxAge: number;
}

/** An account at an establishment, as its provider vouched for it. */
export interface DelegatedAccount {
  readonly establishment: string;
  readonly establishmentName: string;
  /** `sub` there. */
  readonly subject: string;
  /** As the establishment calls the account; shown, never kept. */
  readonly label: string;
  /** Epoch seconds: when the establishment authenticated the person. */
  readonly authTime: number;
}

export interface Proved {
  readonly idNat: string;
  readonly authMode: AuthMode;
}

export interface CodeFor {
  readonly idNat: string;
  readonly means: 'TOTP' | 'SMS';
}
