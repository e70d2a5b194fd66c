import { type Context, Hono } from 'hono';
import { z } from 'zod';
import {
  accessErrors,
  askToSignIn,
  beginSignIn,
  closeSession,
  currentUser,
  dropSession,
  endSignIn,
  isRole,
  openSession,
  pscOffered,
  putSession,
  safeReturn,
  sessionToken,
  signOutAddress,
  switchRole,
  takeableRoles,
} from '../../modules/access/index.js';
import { structuresById } from '../../modules/structures/index.js';
import type { App } from '../../platform/app.js';
import { dropCookie, putSealedCookie, readSealedCookie } from '../../platform/http/cookies.js';
import { callerAddress, type Env, formFields } from '../../platform/http/request.js';
import { limit } from '../../platform/rate-limit.js';
import { RolesPage, SignedOutPage, SignInPage, SignOutPage } from './pages.js';
import { doorOf } from './role-doors.js';

const DRAFT = 'esculape_sign_in';

const draftShape = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
});

/** Sign-in and sign-out of every portal. */
export function signInPortal(app: App): Hono<Env> {
  const routes = new Hono<Env>();
  const sandbox = app.config.profile === 'sandbox';
  routes.get('/', async (c) => {
    const returnTo = safeReturn(c.req.query('retour'));
    return c.html(<SignInPage sandbox={sandbox} returnTo={returnTo} psc={await pscOffered(c.get('ctx'))} />);
  });
  routes.get('/psc', (c) => begin(c, app));
  routes.get('/retour', (c) => end(c, app));
  routes.get('/fin', (c) => c.html(<SignOutPage sandbox={sandbox} user={currentUser(c)} />));
  routes.post('/fin', (c) => signOut(c, app));
  routes.get('/deconnecte', (c) => c.html(<SignedOutPage sandbox={sandbox} />));
  routes.get('/role', async (c) => {
    const user = currentUser(c) ?? askToSignIn(c);
    const grants = await takeableRoles(c.get('ctx'), user);
    const scopes = [...grants.map(({ scope }) => scope), ...user.scope];
    const known = await structuresById(c.get('ctx'), scopes);
    const names = new Map([...known].map(([id, { name }]) => [id, name]));
    const asked = c.req.query('retour');
    const returnTo = asked === undefined ? {} : { returnTo: safeReturn(asked) };
    return c.html(<RolesPage {...{ sandbox, user, grants, names, ...returnTo }} />);
  });
  routes.post('/role', (c) => takeRole(c, app));
  return routes;
}

async function begin(c: Context<Env>, app: App): Promise<Response> {
  await limit(c.get('ctx'), `sign-in:${callerAddress(c)}`, 60, 60);
  // Another means is asked for: a session that is open must not answer in its place.
  const anew = c.req.query('moyen') !== undefined;
  const { url, draft } = await beginSignIn(c.get('ctx'), safeReturn(c.req.query('retour')), anew);
  putSealedCookie(c, app.config, DRAFT, draft, { path: '/connexion', maxAgeSeconds: 600 });
  return c.redirect(url, 303);
}

async function end(c: Context<Env>, app: App): Promise<Response> {
  const draft = draftShape.safeParse(readSealedCookie(c, app.config, DRAFT));
  dropCookie(c, app.config, DRAFT, '/connexion');
  if (!draft.success) throw accessErrors.pscRefused('no sign-in was begun in this browser');
  const person = await endSignIn(c.get('ctx'), new URL(c.req.url).search, draft.data);
  putSession(c, app.config, await openSession(c.get('ctx'), { ...person, signedInBy: 'psc' }));
  return c.redirect(safeReturn(draft.data.returnTo), 303);
}

async function signOut(c: Context<Env>, app: App): Promise<Response> {
  const token = sessionToken(c);
  const { idToken } = token ? await closeSession(c.get('ctx'), token) : {};
  dropSession(c, app.config);
  // Ours is over either way: a provider that does not answer must not make it look otherwise.
  const next = idToken && (await signOutAddress(c.get('ctx'), idToken).catch(() => undefined));
  return c.redirect(next || '/connexion/deconnecte', 303);
}

async function takeRole(c: Context<Env>, app: App): Promise<Response> {
  const { role = '', scope = '', retour } = await formFields(c);
  const token = sessionToken(c);
  if (!token) throw accessErrors.signInRequired('/connexion');
  if (!isRole(role)) throw accessErrors.unknownRole();
  putSession(c, app.config, await switchRole(c.get('ctx'), token, role, scope));
  return c.redirect(retour ? safeReturn(retour) : doorOf({ role, scope }).href, 303);
}
