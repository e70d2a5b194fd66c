export { closeSession, closeSessionsOf, closeSessionsUnder, forgetExpired } from './actions/close-session.js';
export { grantRole, revokeRole } from './actions/grant-role.js';
export {
  issueLoginLink,
  spendLoginCode,
  spendLoginLink,
  takeBackLoginLink,
} from './actions/login-link.js';
export { openSession } from './actions/open-session.js';
export { issueMailLink, spendMailLink } from './actions/sign-in-by-mail.js';
export { switchRole } from './actions/switch-role.js';
export { errors as accessErrors } from './errors.js';
export * as filings from './filings/index.js';
export * as habilitations from './habilitations/index.js';
export {
  registerAuthorityClient,
  registerMailOperatorClient,
  registerRestrictedClient,
} from './oauth/authority-clients.js';
export { oauthDoor } from './oauth/route.js';
export {
  authorityOfBearer,
  certificateOfReader,
  mailOperatorOfBearer,
  programOfBearer,
  restrictedReaderOfBearer,
} from './queries/authority-of-bearer.js';
export { pscSessionOf } from './queries/psc-session-of.js';
export { takeableRoles } from './queries/takeable-roles.js';
export { userOfToken } from './queries/user-of-token.js';
export { ensureRelyingParty } from './relying-party/settings.js';
export {
  beginSignIn,
  endSignIn,
  pscOffered,
  signOutAddress,
} from './relying-party/sign-in.js';
export { type Act, type Asker, may } from './rules/role-matrix.js';
export { isRole, ROLE_LABELS, ROLES, type Role, roleLabel } from './rules/roles.js';
export { safeReturn } from './rules/safe-return.js';
export { askToSignIn, refuse, requireAct, requireRole } from './sessions/guards.js';
export {
  currentUser,
  dropSession,
  putSession,
  SESSION_COOKIE,
  sessionMiddleware,
  sessionToken,
} from './sessions/middleware.js';
export type { Grant } from './store.js';
export { shownUser, type User } from './user.js';
