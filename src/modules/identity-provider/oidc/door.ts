import { type Context, Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import { LARGEST_FORM, largestBody } from '../../../platform/http/json-body.js';
import type { Env } from '../../../platform/http/request.js';
import { usualWay } from '../../../platform/http/usual-way.js';
import { answerPoll, POLL_PATH } from '../changes/poll-door.js';
import { registrationDoor } from '../registration/route.js';
import { delegationReturn } from '../sign-in/delegation-tab.js';
import { signInPages } from '../sign-in/route.js';
import { answerByEngine, openEngine } from './engine.js';
import { logout } from './logout.js';
import { REALM_PATH, REGISTRATION } from './realm.js';
import { shortIntrospection } from './short-introspection.js';
import { shortToken } from './short-token.js';
import { shortUserinfo } from './short-userinfo.js';
import { shortWay } from './short-way.js';

/** The part of the realm's path below `/auth`, where the door is mounted. */
const REALM = REALM_PATH.slice('/auth'.length);
const PROTOCOL = '/protocol/openid-connect';

/** What services send by a form and in no other way (RFC 6749 §3.2, RFC 7662 §2.1, RFC 9126 §2.3). */
const POSTED = ['/token', '/token/introspect', '/revoke', '/ext/par/request', '/ext/ciba/auth'].map(
  (path) => `${REALM}${PROTOCOL}${path}`,
);

function postedOnly(c: Context<Env>): Response {
  c.header('Allow', 'POST');
  return c.json({ error: 'invalid_request', error_description: 'a form has to be posted here' }, 405);
}

/** Bytes of a request that still goes in an address. */
const LONGEST_QUERY = 8 * 1024;

/**
 * An authorization request that a form posts (OpenID Connect Core §3.1.2.1): asked again as an address, with which the
 * browser brings its session, as it does not with the form of another site.
 */
async function askAgainByGet(c: Context<Env>): Promise<Response> {
  const form = new URLSearchParams(await c.req.text());
  return c.redirect(`${new URL(c.req.url).pathname}?${form}`, 303);
}

/**
 * Pro Santé Connect for services and browsers, to be mounted at `/auth`: the protocol at the paths of the national
 * service, the wallet's `/auth`, and the sign-in pages. Answers raw requests: no body parser may stand before it.
 */
export function identityProviderDoor(app: App): Hono<Env> {
  const engine = openEngine(app.ctx);
  const door = new Hono<Env>();
  door.get(`${REALM}${PROTOCOL}/userinfo`, shortWay(app.ctx, engine, shortUserinfo));
  door.post(`${REALM}${PROTOCOL}/token`, shortWay(app.ctx, engine, shortToken));
  door.post(`${REALM}${PROTOCOL}/token/introspect`, shortWay(app.ctx, engine, shortIntrospection));
  door.use(...usualWay(app));
  door.route('/connexion', signInPages(app, engine));
  door.route('/delegation', delegationReturn());
  door.get('/', async (c) => answerByEngine(c, await engine(), `${PROTOCOL}/auth`));
  for (const path of ['/', `${REALM}${PROTOCOL}/auth`])
    door.post(path, largestBody(LONGEST_QUERY), askAgainByGet);
  door.get(`${REALM}/.well-known/wallet-openid-configuration`, async (c) =>
    answerByEngine(c, await engine(), '/.well-known/openid-configuration'),
  );
  door.route(`${REALM}${REGISTRATION}`, registrationDoor(app));
  door.use(`${REALM}${PROTOCOL}/logout`, largestBody(LARGEST_FORM));
  door.on(['GET', 'POST'], `${REALM}${PROTOCOL}/logout`, async (c) => logout(c, app, await engine()));
  door.post(`${REALM}${POLL_PATH}`, largestBody(LARGEST_FORM), async (c) => answerPoll(c, await engine()));
  door.on(['GET', 'PUT', 'PATCH', 'DELETE'], POSTED, postedOnly);
  door.all(`${REALM}/*`, async (c) => answerByEngine(c, await engine()));
  return door;
}
