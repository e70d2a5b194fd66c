/** What the programs of others may be given: each client has one scope, and its tokens open that door alone. */
export const PROGRAM_SCOPES = ['registrations', 'mailboxes', 'restricted'] as const;

export type ProgramScope = (typeof PROGRAM_SCOPES)[number];
