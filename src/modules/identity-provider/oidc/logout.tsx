import type { Context } from 'hono';
import type { App } from '../../../platform/app.js';
import { Refusal } from '../../../platform/errors.js';
import { dropCookie } from '../../../platform/http/cookies.js';
import { type Env, formFields } from '../../../platform/http/request.js';
import { contentSecurityPolicy, isFromElsewhere } from '../../../platform/http/security.js';
import { journal } from '../../../platform/journal.js';
import { Alert, Button, Form, Page } from '../../../ui/index.js';
import { type EndedSession, endSession } from '../actions/end-session.js';
import { service } from '../queries/service.js';
import { SESSION_COOKIE } from './configuration.js';
import type { Engine } from './engine.js';
import { rawOf } from './request.js';

/** How long the browser has to tell the other services, in seconds. */
const FRAMES_SECONDS = 2;

const invalid = (message: string) =>
  new Refusal({ code: 'identity-provider.invalid-logout', status: 400, message });

/**
 * Ends a session (OpenID Connect RP-Initiated Logout 1.0). With `id_token_hint` the session is that of the hint,
 * whether a browser or a server calls; without, it is the browser's, after a question.
 */
export async function logout(c: Context<Env>, app: App, engine: Engine): Promise<Response> {
  const asked = c.req.method === 'POST' ? await formFields(c) : c.req.query();
  const hint = asked.id_token_hint ? await readHint(asked.id_token_hint, engine) : undefined;
  if (hint && asked.client_id !== undefined && asked.client_id !== hint.clientId)
    throw invalid('Le jeton présenté pour la déconnexion a été donné à un autre service.');
  const clientId = hint?.clientId ?? asked.client_id;
  const back = await wayBack(c, clientId, asked);
  const browser = await browserSession(c, engine);
  if (!hint && browser && !isConfirmed(c, app, asked)) return c.html(confirmPage(app, asked));
  const sid = hint?.sid ?? browser;
  const frames = sid ? framesOf(await close(c, app, sid, clientId), sid, clientId, engine) : [];
  if (browser && browser === sid) forgetBrowser(c, app);
  const inBrowser = c.req.header('accept')?.includes('text/html') ?? false;
  if (inBrowser && frames.length > 0) return tellByBrowser(c, app, frames, back);
  if (back) return c.redirect(back, 303);
  return inBrowser ? c.html(closedPage(app)) : c.body(null, 204);
}

/** Addresses by which the browser tells the other services (OpenID Connect Front-Channel Logout 1.0 §3). */
function framesOf(
  { services }: EndedSession,
  sid: string,
  clientId: string | undefined,
  { provider }: Engine,
): string[] {
  return services.flatMap(({ clientId: of, frontchannelLogoutUri }) => {
    if (!frontchannelLogoutUri || of === clientId) return [];
    const url = new URL(frontchannelLogoutUri);
    url.searchParams.set('iss', provider.issuer);
    url.searchParams.set('sid', sid);
    return [url.href];
  });
}

/** The page stays long enough for the frames to load, then goes on to the service that asked. */
function tellByBrowser(c: Context<Env>, app: App, frames: string[], back: string | undefined) {
  const origins = [...new Set(frames.map((frame) => new URL(frame).origin))];
  c.header('Content-Security-Policy', `${contentSecurityPolicy()}; frame-src ${origins.join(' ')}`);
  if (back) c.header('Refresh', `${FRAMES_SECONDS}; url=${back}`);
  return c.html(closedPage(app, frames, back));
}

/** The answer to our own question: a link or a form of another site cannot give it. */
const isConfirmed = (c: Context<Env>, app: App, asked: Record<string, string>): boolean =>
  c.req.method === 'POST' && asked.confirm === 'oui' && !isFromElsewhere(c, app.config.origins);

async function readHint(token: string, engine: Engine): Promise<{ sid: string; clientId: string }> {
  const payload = await engine.envelope.readHint(token);
  if (typeof payload?.sid !== 'string' || typeof payload.aud !== 'string')
    throw invalid('Le jeton présenté pour la déconnexion n’est pas valable.');
  return { sid: payload.sid, clientId: payload.aud };
}

async function wayBack(
  c: Context<Env>,
  clientId: string | undefined,
  asked: Record<string, string>,
): Promise<string | undefined> {
  const uri = asked.post_logout_redirect_uri;
  if (uri === undefined || clientId === undefined) return undefined;
  const known = await service(c.get('ctx'), clientId);
  if (!known?.postLogoutRedirectUris.includes(uri))
    throw invalid('L’adresse de retour après déconnexion n’est pas celle que le service a déclarée.');
  const url = new URL(uri);
  if (asked.state !== undefined) url.searchParams.set('state', asked.state);
  return url.href;
}

async function browserSession(c: Context<Env>, { provider }: Engine): Promise<string | undefined> {
  const { req, res } = rawOf(c);
  const cookie = provider.createContext(req, res).cookies.get(SESSION_COOKIE, { signed: true });
  return cookie ? (await provider.Session.find(cookie))?.uid : undefined;
}

async function close(
  c: Context<Env>,
  app: App,
  sid: string,
  clientId: string | undefined,
): Promise<EndedSession> {
  const over = await endSession(app.ctx, sid);
  if (over.ended)
    await journal(c.get('ctx'), {
      act: 'identity-provider.sign-out',
      outcome: 'done',
      ...(clientId !== undefined && { subject: clientId }),
    });
  return over;
}

function forgetBrowser(c: Context<Env>, app: App): void {
  dropCookie(c, app.config, SESSION_COOKIE, '/auth');
  dropCookie(c, app.config, `${SESSION_COOKIE}.sig`, '/auth');
}

const frame = (app: App) => ({
  width: 'narrow' as const,
  door: { name: 'Pro Santé Connect', href: '/portail-psc' },
  banner: app.config.profile === 'sandbox' ? ('sandbox' as const) : undefined,
});

function confirmPage(app: App, asked: Record<string, string>) {
  const { client_id, post_logout_redirect_uri, state } = asked;
  return (
    <Page title="Se déconnecter" {...frame(app)}>
      <p>
        Voulez-vous vous déconnecter de Pro Santé Connect ? Les services vous redemanderont de vous
        identifier.
      </p>
      <Form action="" hidden={{ confirm: 'oui', client_id, post_logout_redirect_uri, state }}>
        <Button>Se déconnecter</Button>
      </Form>
    </Page>
  );
}

function closedPage(app: App, frames: readonly string[] = [], back?: string) {
  return (
    <Page title="Vous êtes déconnecté" {...frame(app)}>
      <Alert tone="success">
        <p>Votre session Pro Santé Connect est fermée.</p>
      </Alert>
      <p>Sur un poste partagé, fermez aussi les services que vous avez ouverts.</p>
      {back && (
        <p>
          <a href={back}>Revenir au service</a>
        </p>
      )}
      {frames.map((src) => (
        <iframe src={src} title="Déconnexion d’un autre service" width="1" height="1" hidden />
      ))}
    </Page>
  );
}
