import type { Ctx } from '../../../platform/context.js';
import { hashToken } from '../../../platform/secrets.js';
import type { Role } from '../rules/roles.js';
import { SESSION_PREFIX } from '../rules/session-life.js';
import { liveSession, type SessionRow, touchSession } from '../store.js';
import type { User } from '../user.js';

const TOUCH_EVERY_SECONDS = 60;

/** Who holds this session token; undefined when it opens nothing (any more). Counts as a sign of life. */
export async function userOfToken(
  ctx: Pick<Ctx, 'db' | 'config' | 'clock'>,
  token: string,
): Promise<User | undefined> {
  if (!token.startsWith(SESSION_PREFIX)) return undefined;
  const hash = hashToken(token);
  const session = await liveSession(ctx, hash);
  if (!session) return undefined;
  // Not at every request: a write costs more than the minute it would be exact to.
  if (session.idle_seconds >= TOUCH_EVERY_SECONDS) await touchSession(ctx, hash);
  return toUser(session);
}

function toUser(session: SessionRow): User {
  const own: Role[] = session.id_nat ? ['professional'] : [];
  const granted = session.granted as Role[];
  const roles = new Set<Role>([...own, ...granted, session.role as Role]);
  return {
    accountId: session.account,
    kind: session.role as Role,
    ...(session.id_nat && { idNat: session.id_nat }),
    scope: session.scope,
    name: session.name,
    roles: [...roles],
    signedInBy: session.signed_in_by,
  };
}
