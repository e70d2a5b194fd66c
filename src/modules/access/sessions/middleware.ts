import type { Context, MiddlewareHandler } from 'hono';
import type { App } from '../../../platform/app.js';
import type { Config } from '../../../platform/config.js';
import { as } from '../../../platform/context.js';
import { dropCookie, putCookie, readCookie } from '../../../platform/http/cookies.js';
import { type Env, requestCtx } from '../../../platform/http/request.js';
import type { OpenedSession } from '../actions/open-session.js';
import { userOfToken } from '../queries/user-of-token.js';
import { actorOf, type User } from '../user.js';

export const SESSION_COOKIE = 'esculape_session';

const users = new WeakMap<object, User>();

/**
 * Names the person behind each request: the session of the cookie, or of `Authorization: Bearer` for programs.
 * The request's context then acts for that person; without a live session it stays anonymous.
 */
export function sessionMiddleware(app: App): MiddlewareHandler<Env> {
  return async (c, next) => {
    const base = c.get('ctx') ?? requestCtx(app.ctx);
    const token = sessionToken(c);
    const user = token ? await userOfToken(base, token) : undefined;
    if (user) users.set(c.req.raw, user);
    c.set('ctx', user ? as(base, actorOf(user)) : base);
    await next();
  };
}

/** The session token that a request carries, live or not. A bearer goes before the cookie. */
export function sessionToken(c: Context): string | undefined {
  const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  return bearer ?? readCookie(c, SESSION_COOKIE);
}

/** Who is signed in on this request, or undefined. */
export const currentUser = (c: Context): User | undefined => users.get(c.req.raw);

/** Hands the browser its session. It is a session cookie: the four hours are counted here. */
export const putSession = (c: Context, config: Config, session: OpenedSession): void =>
  putCookie(c, config, SESSION_COOKIE, session.token);

export const dropSession = (c: Context, config: Config): void => dropCookie(c, config, SESSION_COOKIE);
