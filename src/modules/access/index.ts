export { closeSession, forgetExpired } from './actions/close-session.js';
export { grantRole, type RoleGrant, revokeRole } from './actions/grant-role.js';
export {
  type OpenedSession,
  openSession,
  type PersonSignIn,
  type RoleSignIn,
} from './actions/open-session.js';
export { errors as accessErrors } from './errors.js';
export { authorityOfBearer } from './queries/authority-of-bearer.js';
export { userOfToken } from './queries/user-of-token.js';
export { type Act, may, type Target } from './rules/role-matrix.js';
export { isRole, ROLE_LABELS, ROLES, type Role } from './rules/roles.js';
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
export type { User } from './user.js';
