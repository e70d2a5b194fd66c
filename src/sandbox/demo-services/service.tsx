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
import { assetServer, Button, Form } from '../../ui/index.js';
import type { PasswordWay } from '../sectoral/password-way.js';
import type { StructureKit } from '../sectoral/structure-kit.js';
import { careRecordRoutes, OneFactorForm } from './care-record.js';
import { dmpRoutes, RecordForm } from './dmp-record.js';
import { FailurePage, HomePage, PersonPage } from './pages.js';
import { PasswordForm, passwordRoutes } from './password-pages.js';
import { PatientForm, patientRoutes } from './patients.js';
import type { Feature } from './services.js';
import type { DemoSession, DemoSignIn, Departure } from './sign-in.js';
import { StructureForm, structureRoutes } from './structure-pages.js';
import { DeskLink, webmailRoutes } from './webmail.js';

export interface DemoService {
  readonly name: string;
  readonly purpose: string;
  readonly origin: string;
  /** Below which path it stands there, `` for the root; and its front page. */
  readonly path: string;
  readonly home: string;
  readonly feature?: Feature | undefined;
  /** The colour of the site. */
  readonly tone: 'indigo' | 'plum';
  /** Where one gets an e-CPS. */
  readonly activation: string;
  readonly other: { readonly name: string; readonly origin: string };
}

/** What the pages of a demo service work with. */
export interface Parts {
  readonly service: DemoService;
  readonly signIn: DemoSignIn;
  readonly config: Config;
  readonly log: Log;
  /** A foreign site keeps its sessions as it likes; this one forgets them when it stops. */
  readonly sessions: Map<string, DemoSession>;
  /** The name of its cookie. */
  readonly cookie: string;
  /** Today, YYYY-MM-DD, on the clock of the sandbox. */
  day(): string;
  sessionOf(c: Context): DemoSession | undefined;
  /** An access token that lives, for a call to somebody else. */
  freshToken(c: Context, session: DemoSession): Promise<string>;
}

export interface DemoWorld {
  readonly config: Config;
  readonly log: Log;
  day(): string;
  /** The software of an invented structure, and the former way into its mail. */
  readonly kit: StructureKit;
  readonly way: PasswordWay;
}

/** A digital health service as an outside party would write it: no password, no list of people, Pro Santé Connect. */
export function demoService(service: DemoService, signIn: DemoSignIn, world: DemoWorld): Hono {
  const parts = partsOf(service, signIn, world);
  const { config, log } = world;
  const routes = new Hono();
  routes.use(securityHeaders(false));
  routes.use(async (c, next) => {
    // Signing out is a form of ours that ends at Pro Santé Connect.
    c.header('Content-Security-Policy', contentSecurityPolicy([config.origin]));
    await next();
  });
  routes.route('/assets', assetServer());
  routes.get('/', (c) => home(c, parts, world));
  routes.get('/connexion', async (c) => {
    const { url, departure } = await signIn.depart();
    putSealedCookie(c, config, `${parts.cookie}_depart`, departure, { maxAgeSeconds: 600 });
    return c.redirect(url.href);
  });
  routes.get('/retour', (c) => arrival(c, parts));
  routes.post('/actualiser', (c) => renewal(c, parts));
  routes.post('/deconnexion', (c) => leaving(c, parts));
  featureRoutes(routes, parts, world);
  routes.onError((error, c) => {
    log.warn({ err: error, service: service.name }, 'demo service failed');
    return c.html(<FailurePage service={service} reason={REASONS.unreachable} />, 502);
  });
  return routes;
}

function featureRoutes(routes: Hono, parts: Parts, { kit, way }: DemoWorld): void {
  const { feature } = parts.service;
  if (feature === 'care-record' || feature === 'user-record') careRecordRoutes(routes, parts);
  if (feature === 'user-record') structureRoutes(routes, parts, kit);
  if (feature === 'patients') patientRoutes(routes, parts);
  if (feature === 'dmp') dmpRoutes(routes, parts);
  if (feature === 'mail') {
    webmailRoutes(routes, parts);
    passwordRoutes(routes, parts, way);
  }
}

function partsOf(service: DemoService, signIn: DemoSignIn, world: DemoWorld): Parts {
  const sessions = new Map<string, DemoSession>();
  // Cookies ignore ports, and paths that follow one another: each service has a name of its own.
  const cookie = `demo_${new URL(service.origin).port}${service.path.replaceAll(/\W/g, '_')}`;
  return {
    ...{ service, signIn, sessions, cookie, config: world.config, log: world.log },
    day: () => world.day(),
    sessionOf: (c) => sessions.get(readCookie(c, cookie) ?? ''),
    async freshToken(c, session) {
      const renewed = await signIn.renew(session);
      sessions.set(readCookie(c, cookie) ?? '', renewed);
      return renewed.accessToken;
    },
  };
}

const REASONS = {
  unreachable: 'Pro Santé Connect n’a pas répondu comme attendu. Réessayez dans un instant.',
  unexpected:
    'Ce retour n’était pas attendu : la connexion a expiré, ou a été commencée dans une autre fenêtre.',
  cancelled: 'Vous avez annulé la connexion, ou elle a été refusée sur le téléphone.',
  refused: 'Pro Santé Connect n’a pas ouvert la connexion.',
} as const;

function home(c: Context, parts: Parts, world: DemoWorld) {
  const { service } = parts;
  const session = parts.sessionOf(c);
  const notice = c.req.query('fin') ? 'over' : c.req.query('state') ? 'signed-out' : undefined;
  if (!session) return c.html(<HomePage {...{ service, notice }} more={beforeSignIn(parts, world)} />);
  return c.html(<PersonPage {...{ service, session }} more={afterSignIn(parts)} />);
}

/** What a service offers to whoever is not signed in. */
function beforeSignIn(parts: Parts, { way }: DemoWorld) {
  const { feature } = parts.service;
  if (feature === 'care-record') return <OneFactorForm parts={parts} />;
  if (feature === 'mail') return <PasswordForm parts={parts} way={way} />;
  return feature === 'user-record' ? <StructureForm parts={parts} /> : undefined;
}

/** What it offers to whoever is. */
function afterSignIn(parts: Parts) {
  const { feature, path } = parts.service;
  if (feature === 'care-record' || feature === 'user-record') return <CoreForm path={path} />;
  if (feature === 'dmp') return <RecordForm parts={parts} />;
  if (feature === 'mail') return <DeskLink parts={parts} />;
  return feature === 'patients' ? <PatientForm parts={parts} /> : undefined;
}

function CoreForm({ path }: { path: string }) {
  return (
    <Form action={`${path}/socle`} label="Services socles">
      <Button kind="secondary">Appeler INSi, MSSanté et DMP</Button>
    </Form>
  );
}

async function arrival(c: Context, parts: Parts) {
  const { service, config, cookie } = parts;
  const departure = readSealedCookie(c, config, `${cookie}_depart`) as Departure | undefined;
  dropCookie(c, config, `${cookie}_depart`);
  if (!departure) return c.html(<FailurePage service={service} reason={REASONS.unexpected} />, 400);
  const code = c.req.query('error');
  if (code) {
    const reason = code === 'access_denied' ? REASONS.cancelled : REASONS.refused;
    return c.html(<FailurePage service={service} reason={reason} code={code} />, 403);
  }
  const session = await parts.signIn.arrive(
    new URL(c.req.url.replace(/^https?:\/\/[^/]+/, service.origin)),
    departure,
  );
  const id = randomUUID();
  parts.sessions.set(id, session);
  putCookie(c, config, cookie, id);
  return c.redirect(service.home);
}

async function renewal(c: Context, parts: Parts) {
  const id = readCookie(c, parts.cookie) ?? '';
  const session = parts.sessions.get(id);
  if (session) {
    const renewed = await parts.signIn.renew(session).catch(() => undefined);
    // The Pro Santé Connect session is over: so is ours.
    if (renewed) parts.sessions.set(id, renewed);
    else parts.sessions.delete(id);
  }
  const { home: front } = parts.service;
  return c.redirect(parts.sessions.has(id) ? front : `${front}?fin=1`, 303);
}

async function leaving(c: Context, parts: Parts) {
  const { service, cookie } = parts;
  const id = readCookie(c, cookie) ?? '';
  const session = parts.sessions.get(id);
  parts.sessions.delete(id);
  dropCookie(c, parts.config, cookie);
  if (!session) return c.redirect(service.home, 303);
  return c.redirect((await parts.signIn.leave(session, `${service.origin}${service.home}`)).href, 303);
}
