import { type Context, Hono } from 'hono';
import { z } from 'zod';
import {
  accessErrors,
  currentUser,
  openSession,
  putSession,
  safeReturn,
  spendLoginCode,
  spendLoginLink,
} from '../../../modules/access/index.js';
import { member } from '../../../modules/authorities/index.js';
import type { App } from '../../../platform/app.js';
import { Refusal } from '../../../platform/errors.js';
import { dropCookie, putSealedCookie, readSealedCookie } from '../../../platform/http/cookies.js';
import { callerAddress, type Env, formFields } from '../../../platform/http/request.js';
import { enqueue } from '../../../platform/jobs.js';
import { limit } from '../../../platform/rate-limit.js';
import { displayName } from '../member/shown.js';
import type { Portal } from '../portal-texts.js';
import { CodePage, FrontPage, LinkPage, LinkSentPage } from './pages.js';
import { idNatOf, SEND_LOGIN_LINK } from './send-login-link.js';

const CHALLENGE = 'esculape_code';

const challengeShape = z.object({ challenge: z.string(), door: z.string() });

/** Sign-in at one portal by a link sent by mail, then a code sent by SMS. */
export function signInRoutes(app: App, portal: Portal): Hono<Env> {
  const routes = new Hono<Env>();
  const view = (c: Context) => ({ portal, sandbox: app.config.profile === 'sandbox', user: currentUser(c) });
  const front = (c: Context) => {
    const wanted = safeReturn(c.req.query('retour'));
    return { returnTo: wanted === '/' ? `${portal.path}/coordonnees` : wanted, typed: '', errors: [] };
  };
  routes.get('/', (c) => c.html(<FrontPage {...view(c)} {...front(c)} />));
  routes.post('/connexion', async (c) => {
    const { identifiant = '' } = await formFields(c);
    if (!idNatOf(identifiant)) {
      const message = 'Ce numéro n’est pas lisible : 11 chiffres pour un numéro RPPS.';
      const errors = [{ field: 'identifiant', message }];
      return c.html(<FrontPage {...view(c)} {...front(c)} typed={identifiant} errors={errors} />, 422);
    }
    await askForLink(c, portal, identifiant);
    return c.redirect(`${portal.path}/lien-envoye`, 303);
  });
  routes.get('/lien-envoye', (c) => c.html(<LinkSentPage {...view(c)} />));
  routes.get('/lien/:token', (c) => c.html(<LinkPage {...view(c)} token={c.req.param('token')} />));
  routes.post('/lien/:token', (c) => openLink(c, app, portal, c.req.param('token')));
  routes.get('/code', (c) => c.html(<CodePage {...view(c)} errors={[]} />));
  routes.post('/code', async (c) => {
    try {
      return await openWithCode(c, app, portal);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 422) throw error;
      return c.html(<CodePage {...view(c)} errors={error.fields} />, 422);
    }
  });
  return routes;
}

async function askForLink(c: Context<Env>, portal: Portal, identifier: string): Promise<void> {
  const ctx = c.get('ctx');
  await limit(ctx, `ordres-link:${callerAddress(c)}`, 30, 600);
  await limit(ctx, `ordres-link:${portal.authority.code}:${idNatOf(identifier)}`, 5, 900);
  await enqueue(ctx, SEND_LOGIN_LINK, { authority: portal.authority.code, identifier });
}

async function openLink(c: Context<Env>, app: App, portal: Portal, token: string): Promise<Response> {
  const ctx = c.get('ctx');
  const door = portal.authority.code;
  await limit(ctx, `ordres-open-link:${callerAddress(c)}`, 30, 600);
  const { memberId, challenge, code } = await spendLoginLink(ctx, door, token);
  const mobile = (await member(ctx, memberId))?.record.correspondence.mobile;
  if (!mobile) throw accessErrors.deadLink();
  await ctx.sms.send({
    to: mobile.e164,
    text: `${portal.tool} : votre code est ${code}. Il vaut 10 minutes.`,
  });
  putSealedCookie(c, app.config, CHALLENGE, { challenge, door }, { path: portal.path, maxAgeSeconds: 600 });
  return c.redirect(`${portal.path}/code`, 303);
}

async function openWithCode(c: Context<Env>, app: App, portal: Portal): Promise<Response> {
  const ctx = c.get('ctx');
  const held = challengeShape.safeParse(readSealedCookie(c, app.config, CHALLENGE));
  if (!held.success) throw accessErrors.wrongCode();
  const { code = '' } = await formFields(c);
  const door = portal.authority.code;
  const memberId = await spendLoginCode(ctx, { door, challenge: held.data.challenge, code: code.trim() });
  const found = await member(ctx, memberId);
  if (!found?.idNat) throw accessErrors.deadLink();
  const session = { idNat: found.idNat, name: displayName(found.record), signedInBy: door };
  putSession(c, app.config, await openSession(ctx, session));
  dropCookie(c, app.config, CHALLENGE, portal.path);
  return c.redirect(`${portal.path}/coordonnees`, 303);
}
