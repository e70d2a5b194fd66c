export { assignNumbers, refuseMember } from './actions/answer-register.js';
export {
  type Application,
  draftApplication,
  submitApplication,
  submitDraft,
} from './actions/apply.js';
export { type ContactChange, changeContacts } from './actions/change-contacts.js';
export { changeMember, changeMembers, type MemberChange } from './actions/change-member.js';
export { depositContactFile } from './actions/deposit-contact-file.js';
export { moveApplication, validateApplication } from './actions/examine.js';
export { loadContactFile, withdrawContactFile } from './actions/load-contact-file.js';
export { type Closing, closeMember, suspendMember } from './actions/move-member.js';
export { registerMember, registerMembers } from './actions/register-members.js';
export { errors as authoritiesErrors } from './errors.js';
export { CONTACTS_DELIVERED, MEMBER_CHANGED } from './events.js';
export type * from './member-record.js';
export {
  type ContactFile,
  contactFile,
  contactFiles,
  type DeliveredContacts,
  deliveredContacts,
  lastContactFile,
} from './queries/contact-files.js';
export {
  type ActLine,
  type HistoryLine,
  memberActs,
  memberHistory,
} from './queries/member-history.js';
export {
  listMembers,
  type Member,
  member,
  memberByIdNat,
  membersByIdNats,
  membershipsOf,
} from './queries/members.js';
export { upcomingContactDays } from './queries/upcoming-contact-days.js';
export { versionsAfter } from './queries/versions-after.js';
export { loadContactFiles } from './reactions/load-contact-files.js';
export type { Registered, Registration } from './registration.js';
export { inAdeliEra } from './rules/adeli-era.js';
export { type Authority, authorities, authority } from './rules/authority-list.js';
export { isMail, recordProblems } from './rules/check-record.js';
export { CALENDAR_SOURCE, contactDays } from './rules/contact-calendar.js';
export { CONTACT_HEADER } from './rules/contact-file.js';
export type { Difference } from './rules/differences.js';
export { mergePatch } from './rules/merge-patch.js';
export { parseMobile } from './rules/phone.js';
export { startOfDay } from './rules/start-of-day.js';
export { comparableName, traitsKey } from './rules/traits-key.js';
