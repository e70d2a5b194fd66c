import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { Hono } from 'hono';
import type { Config } from '../../platform/config.js';
import {
  dropCookie,
  putCookie,
  putSealedCookie,
  readCookie,
  readSealedCookie,
} from '../../platform/http/cookies.js';
import { contentSecurityPolicy, securityHeaders } from '../../platform/http/security.js';
import type { Log } from '../../platform/log.js';
import { assetServer } from '../../ui/index.js';
import { FailurePage, HomePage, PersonPage } from './pages.js';
import type { DemoSession, DemoSignIn, Departure } from './sign-in.js';

export interface DemoService {
  readonly name: string;
  readonly purpose: string;
  readonly origin: string;
  /** The colour of the site. */
  readonly tone: 'indigo' | 'plum';
  /** Where one gets an e-CPS. */
  readonly activation: string;
  readonly other: { readonly name: string; readonly origin: string };
}

interface Parts {
  readonly service: DemoService;
  readonly signIn: DemoSignIn;
  readonly config: Config;
  readonly log: Log;
  /** A foreign site keeps its sessions as it likes; this one forgets them when it stops. */
  readonly sessions: Map<string, DemoSession>;
}

/** A digital health service as an outside party would write it: no password, no list of people, Pro Santé Connect. */
export function demoService(service: DemoService, signIn: DemoSignIn, config: Config, log: Log): Hono {
  const parts: Parts = { service, signIn, config, log, sessions: new Map() };
  // Cookies ignore ports: two services on one host need names of their own.
  const name = `demo_${new URL(service.origin).port}`;
  const routes = new Hono();
  routes.use(securityHeaders(false));
  routes.use(async (c, next) => {
    // Signing out is a form of ours that ends at Pro Santé Connect.
    c.header('Content-Security-Policy', contentSecurityPolicy([config.origin]));
    await next();
  });
  routes.route('/assets', assetServer());
  routes.get('/', (c) => home(c, parts, name));
  routes.get('/connexion', async (c) => {
    const { url, departure } = await signIn.depart();
    putSealedCookie(c, config, `${name}_depart`, departure, { maxAgeSeconds: 600 });
    return c.redirect(url.href);
  });
  routes.get('/retour', (c) => arrival(c, parts, name));
  routes.post('/actualiser', (c) => renewal(c, parts, name));
  routes.post('/deconnexion', (c) => leaving(c, parts, name));
  routes.onError((error, c) => {
    log.warn({ err: error, service: service.name }, 'demo service failed');
    return c.html(<FailurePage service={service} reason={REASONS.unreachable} />, 502);
  });
  return routes;
}

const REASONS = {
  unreachable: 'Pro Santé Connect n’a pas répondu comme attendu. Réessayez dans un instant.',
  unexpected:
    'Ce retour n’était pas attendu : la connexion a expiré, ou a été commencée dans une autre fenêtre.',
  cancelled: 'Vous avez annulé la connexion, ou elle a été refusée sur le téléphone.',
  refused: 'Pro Santé Connect n’a pas ouvert la connexion.',
} as const;

function home(c: Context, parts: Parts, name: string) {
  const session = parts.sessions.get(readCookie(c, name) ?? '');
  const notice = c.req.query('fin') ? 'over' : c.req.query('state') ? 'signed-out' : undefined;
  if (!session) return c.html(<HomePage service={parts.service} notice={notice} />);
  return c.html(<PersonPage service={parts.service} session={session} />);
}

async function arrival(c: Context, parts: Parts, name: string) {
  const departure = readSealedCookie(c, parts.config, `${name}_depart`) as Departure | undefined;
  dropCookie(c, parts.config, `${name}_depart`);
  if (!departure) return c.html(<FailurePage service={parts.service} reason={REASONS.unexpected} />, 400);
  const code = c.req.query('error');
  if (code) {
    const reason = code === 'access_denied' ? REASONS.cancelled : REASONS.refused;
    return c.html(<FailurePage service={parts.service} reason={reason} code={code} />, 403);
  }
  const session = await parts.signIn.arrive(
    new URL(c.req.url.replace(/^https?:\/\/[^/]+/, parts.service.origin)),
    departure,
  );
  const id = randomUUID();
  parts.sessions.set(id, session);
  putCookie(c, parts.config, name, id);
  return c.redirect('/');
}

async function renewal(c: Context, parts: Parts, name: string) {
  const id = readCookie(c, name) ?? '';
  const session = parts.sessions.get(id);
  if (session) {
    const renewed = await parts.signIn.renew(session).catch(() => undefined);
    // The Pro Santé Connect session is over: so is ours.
    if (renewed) parts.sessions.set(id, renewed);
    else parts.sessions.delete(id);
  }
  return c.redirect(parts.sessions.has(id) ? '/' : '/?fin=1', 303);
}

async function leaving(c: Context, parts: Parts, name: string) {
  const id = readCookie(c, name) ?? '';
  const session = parts.sessions.get(id);
  parts.sessions.delete(id);
  dropCookie(c, parts.config, name);
  if (!session) return c.redirect('/', 303);
  return c.redirect((await parts.signIn.leave(session, `${parts.service.origin}/`)).href, 303);
}
