export { type BulkReport, bulkMailboxes } from './actions/bulk-mailboxes.js';
export { closeOperator } from './actions/close-operator.js';
export { delegateMailbox, endDelegation, type NewDelegation } from './actions/delegations.js';
export { addMember, endMember } from './actions/members.js';
export { changeMailbox, createMailbox, withdrawMailbox } from './actions/one-mailbox.js';
export { type PutOutcome, putMailboxes } from './actions/put-mailboxes.js';
export { type NewOperator, registerOperator } from './actions/register-operator.js';
export { renewServiceAccount } from './actions/service-account.js';
export { errors as messagingErrors } from './errors.js';
export {
  CORRESPONDENCE,
  CORRESPONDENCE_HEADER,
  type CorrespondenceRow,
  correspondenceLine,
} from './files/correspondence.js';
export type { MailCount, MailReport } from './imports/import.js';
export {
  discardMailboxes,
  importMailboxes,
  type MailOutcome,
  releaseMailboxes,
} from './imports/load.js';
export { lastMailApplied, lastMailLoads, readMailLoad } from './imports/store.js';
export {
  type DeclaredHolder,
  MAILBOX_TYPES,
  type Mailbox,
  type MailboxType,
  type OwnMailbox,
} from './mailbox.js';
export type { MailboxDraft } from './mailbox-draft.js';
export { mailboxBody, mailboxDocument } from './mailbox-shape.js';
export { type Delegation, delegatesOf, delegationsOf } from './queries/delegations-of.js';
export { type MailboxAccess, mailboxAccess, type Opener } from './queries/mailbox-access.js';
export { type DeclaredMailbox, mailboxesOf, restrictedMailboxes } from './queries/mailboxes-of.js';
export { type Member, membersOf } from './queries/members-of.js';
export { type Operator, operatorByCode, operators } from './queries/operators.js';
export {
  type MailboxVersion,
  mailboxHistory,
  type OwnPage,
  type OwnSearch,
  ownMailboxById,
  ownMailboxes,
} from './queries/own-mailboxes.js';
export { type NominativeAnswer, nominativeRight } from './rules/nominative-right.js';
export { qualitiesOf } from './rules/qualities-of.js';
