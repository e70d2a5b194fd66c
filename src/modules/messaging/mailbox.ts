/** Kinds of mailbox (TRE_R257): of a person, of an organisation, of a program, of a practice. */
export const MAILBOX_TYPES = ['PER', 'ORG', 'APP', 'CAB'] as const;
export type MailboxType = (typeof MAILBOX_TYPES)[number];

/** Who holds a personal mailbox that has no number yet, as the structure that vouches for him names him. */
export interface DeclaredHolder {
  readonly name: string;
  readonly givenName: string;
  /** TRE_R85. */
  readonly role: string;
}

/** What everybody may know of a mailbox; the directory holds nothing else. */
export interface Mailbox {
  /** Stays the same for the life of the address. */
  readonly id: string;
  /** Lower case, never changes. */
  readonly address: string;
  readonly type: MailboxType;
  /** PER and CAB: the person. */
  readonly idNat?: string;
  /** ORG and APP: the structure; PER and CAB: the place of practice, where there is one. */
  readonly structureId?: string;
  readonly service?: string;
  /** Restricted: absent from the directory. */
  readonly responsible?: string;
  /** Restricted: absent from the directory. */
  readonly phone?: string;
  /** Whether documents may be sent to it instead of on paper. */
  readonly dematerialisation: boolean;
  readonly description?: string;
  /** Never shown by an open door. */
  readonly redList: boolean;
  readonly published: boolean;
  /** Code of the operator. */
  readonly operator: string;
  /** ISO 8601. */
  readonly updatedAt: string;
}

/** A mailbox as its operator reads it. */
export interface OwnMailbox extends Mailbox {
  readonly declared?: DeclaredHolder;
  readonly source: 'operator' | 'file';
  readonly version: number;
  readonly withdrawnAt?: string;
}
