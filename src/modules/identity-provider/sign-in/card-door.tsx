import type { TLSSocket } from 'node:tls';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import { Refusal } from '../../../platform/errors.js';
import { largestBody } from '../../../platform/http/json-body.js';
import { type Env, formFields, requestCtx } from '../../../platform/http/request.js';
import { contentSecurityPolicy, sameOriginOnly, securityHeaders } from '../../../platform/http/security.js';
import { journal } from '../../../platform/journal.js';
import { assetServer } from '../../../ui/index.js';
import { cards } from '../../credentials/index.js';
import { cardRequests } from '../ciba/card-requests.js';
import { publication } from '../queries/sign-in-prerequisites.js';
import { takesCard } from '../rules/service-options.js';
import {
  BlockedPage,
  type CardFrame,
  CardRefusedPage,
  CodePage,
  nobodysCard,
  refusedCards,
  type UnblockFault,
} from './card-pages.js';
import { type AwaitedSignIn, awaitedSignIn } from './card-sign-in.js';
import { frameOf } from './frame.js';
import { missingMessages } from './messages.js';

const LARGEST_FORM = 4096;

/** The pages of the port that asks for a card. No cookie is read or set here. */
export function cardDoor(app: App): Hono<Env> {
  const door = new Hono<Env>();
  door.use(securityHeaders(app.config.secureCookies));
  door.use(async (c, next) => {
    c.set('ctx', requestCtx(app.ctx));
    await next();
    // A browser offers a card again only on a new connection.
    c.header('Connection', 'close');
  });
  door.use(largestBody(LARGEST_FORM), sameOriginOnly([app.config.cardOrigin]));
  door.route('/assets', assetServer());
  door.get('/', (c) => c.redirect(app.config.origin, 303));
  door.get('/carte/:uid', async (c) => judged(c, app, (at) => askCode(at)));
  door.post('/carte/:uid', async (c) => judged(c, app, (at) => checkCode(at)));
  door.post('/carte/:uid/deblocage', async (c) => judged(c, app, (at) => unblock(at)));
  door.route('/demandes', cardRequests(app));
  door.notFound((c) => refused(c, app, 404, 'Page introuvable', 'Cette page n’existe pas.'));
  door.onError((error, c) => {
    if (error instanceof Refusal)
      return refused(c, app, error.status, 'Connexion interrompue', error.message);
    app.ctx.log.error({ err: error, correlation: c.get('ctx').correlation }, 'card request failed');
    return refused(c, app, 500, 'Une erreur est survenue', 'Réessayez dans un moment.');
  });
  return door;
}

/** A request with a card of ours, active or blocked, of a person whom the directory publishes. */
interface At {
  readonly c: Context<Env>;
  readonly app: App;
  readonly signIn: AwaitedSignIn;
  readonly card: cards.Card;
  readonly holder: string;
  readonly blocked: boolean;
  readonly frame: CardFrame;
}

async function judged(
  c: Context<Env>,
  app: App,
  goOn: (at: At) => Response | Promise<Response>,
): Promise<Response> {
  const ctx = c.get('ctx');
  const signIn = await awaitedSignIn(ctx, c.req.param('uid') ?? '');
  const frame = cardFrame(c, app);
  c.header('Content-Security-Policy', contentSecurityPolicy([app.config.origin, signIn.backTo]));
  const shown = await cards.presentedCard(ctx, peerCertificate(c));
  const refuse = async (reason: string, title: string, body: unknown) => {
    const about = 'card' in shown ? { subject: shown.card.idNat } : {};
    await journal(ctx, { act: 'identity-provider.present-card', ...about, outcome: 'refused', reason });
    const page = (
      <CardRefusedPage signIn={signIn} frame={frame} title={title}>
        {body as string}
      </CardRefusedPage>
    );
    return c.html(page, 403);
  };
  if (shown.status !== 'active' && shown.status !== 'blocked') {
    const { title, body } = refusedCards[shown.status];
    return refuse(shown.status, title, <p>{body}</p>);
  }
  if (!takesCard(signIn.service.options, shown.card))
    return refuse('non-nominative', nobodysCard.title, <p>{nobodysCard.body}</p>);
  const published = await publication(ctx, shown.card.idNat);
  if (!published.met) {
    const { title, body } = missingMessages[published.missing];
    return refuse(published.missing, title, body);
  }
  const holder = `${published.person.givenName} ${published.person.familyName}`;
  return goOn({ c, app, signIn, frame, card: shown.card, holder, blocked: shown.status === 'blocked' });
}

/** Read anew at each request: the connection is closed after each answer. */
function peerCertificate(c: Context<Env>) {
  const { socket } = (c.env as unknown as HttpBindings).incoming;
  return (socket as TLSSocket).getPeerX509Certificate?.();
}

function askCode(at: At, fault?: string): Response | Promise<Response> {
  if (at.blocked) return askUnblocking(at);
  return at.c.html(<CodePage {...at} fault={fault} />, fault ? 422 : 200);
}

const askUnblocking = (at: At, fault?: UnblockFault) =>
  at.c.html(<BlockedPage {...at} fault={fault} />, fault ? 422 : 423);

async function checkCode(at: At): Promise<Response> {
  const { c, app, card, signIn } = at;
  const { pin = '' } = await formFields(c);
  if (!/^\d{4}$/.test(pin)) return askCode(at, 'Tapez les quatre chiffres du code de votre carte.');
  try {
    const code = await cards.proveHolder(c.get('ctx'), { number: card.number, pin, purpose: signIn.uid });
    return c.redirect(`${app.config.origin}/auth/connexion/${signIn.uid}/carte/retour?code=${code}`, 303);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === cards.errors.wrongCode(0).code) return askCode(at, error.message);
    if (error.code === cards.errors.notUsable('blocked').code) return askUnblocking(at);
    throw error;
  }
}

async function unblock(at: At): Promise<Response> {
  const { c, card, signIn } = at;
  const { puk = '', pin = '' } = await formFields(c);
  if (!/^\d{8}$/.test(puk)) return askUnblocking(at, { field: 'puk', message: 'Tapez les huit chiffres.' });
  try {
    await cards.unblockCard(c.get('ctx'), { number: card.number, puk, pin });
    return c.redirect(`/carte/${signIn.uid}`, 303);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const field = error.code === cards.errors.invalidCode('').code ? 'pin' : 'puk';
    return askUnblocking(at, { field, message: error.message });
  }
}

const cardFrame = (c: Context<Env>, app: App): CardFrame => ({ ...frameOf(c, app), home: app.config.origin });

function refused(c: Context<Env>, app: App, status: number, title: string, message: string) {
  c.status(status as 400);
  return c.html(
    <CardRefusedPage frame={cardFrame(c, app)} title={title}>
      <p>{message}</p>
    </CardRefusedPage>,
  );
}
