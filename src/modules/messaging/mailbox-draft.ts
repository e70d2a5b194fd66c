import type { DeclaredHolder } from './mailbox.js';

/** What an operator says of a mailbox. A field that is left out is absent, or has its default. */
export interface MailboxDraft {
  readonly address: string;
  readonly type: string;
  readonly idNat?: string;
  /** Technical id, FINESS number, SIRET, or national id (TRE_G07) of a structure. */
  readonly structure?: string;
  readonly declared?: DeclaredHolder;
  readonly service?: string;
  readonly responsible?: string;
  readonly phone?: string;
  readonly description?: string;
  /** False when left out. */
  readonly dematerialisation?: boolean;
  /** False when left out. */
  readonly redList?: boolean;
  /** True when left out, except for an applicative mailbox. */
  readonly published?: boolean;
  /** The operator has read that showing an applicative mailbox is not recommended. */
  readonly confirmed?: boolean;
}
