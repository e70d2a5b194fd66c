export type { DeclaredHolder, Mailbox, MailboxType, OwnMailbox } from './mailbox.js';
