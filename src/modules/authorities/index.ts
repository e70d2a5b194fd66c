export { assignNumbers, refuseMember } from './actions/answer-register.js';
export {
  type Application,
  draftApplication,
  submitApplication,
  submitDraft,
} from './actions/apply.js';
export { type ContactChange, changeContacts } from './actions/change-contacts.js';
export { changeMember, type MemberChange } from './actions/change-member.js';
export { type ApplicationStep, moveApplication, validateApplication } from './actions/examine.js';
export { type Closing, closeMember, suspendMember } from './actions/move-member.js';
export { registerMember, registerMembers } from './actions/register-members.js';
export { errors as authoritiesErrors } from './errors.js';
export { MEMBER_CHANGED } from './events.js';
export type * from './member-record.js';
export {
  type ActLine,
  type HistoryLine,
  memberActs,
  memberHistory,
} from './queries/member-history.js';
export {
  listMembers,
  type Member,
  type MemberList,
  member,
  memberByIdNat,
  membershipsOf,
} from './queries/members.js';
export { versionsAfter } from './queries/versions-after.js';
export type { Registered, Registration } from './registration.js';
export { type Authority, authorities, authority } from './rules/authority-list.js';
export { isMail, recordProblems } from './rules/check-record.js';
export type { Difference } from './rules/differences.js';
export { traitProblems } from './rules/five-traits.js';
export { type MemberAct, type MemberState, nextState } from './rules/life-cycle.js';
export { mergePatch } from './rules/merge-patch.js';
export { parseMobile, parsePhone } from './rules/phone.js';
export { startOfDay } from './rules/start-of-day.js';
export { comparableName, traitsKey } from './rules/traits-key.js';
export type { Validation } from './rules/validation-act.js';
