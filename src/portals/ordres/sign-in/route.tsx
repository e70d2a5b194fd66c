import { type Context, Hono } from 'hono';
import { currentUser, safeReturn } from '../../../modules/access/index.js';
import { member } from '../../../modules/authorities/index.js';
import type { App } from '../../../platform/app.js';
import { callerAddress, type Env, formFields } from '../../../platform/http/request.js';
import { enqueue } from '../../../platform/jobs.js';
import { limitBoth } from '../../../platform/rate-limit.js';
import { type MailDoor, mailSignIn } from '../../mail-sign-in/route.js';
import { Frame } from '../frame.js';
import { displayName } from '../member/shown.js';
import type { Portal } from '../portal-texts.js';
import { FrontPage } from './pages.js';
import { idNatOf, SEND_LOGIN_LINK } from './send-login-link.js';

/** Sign-in at one portal by a link sent by mail, then a code sent by SMS. */
export function signInRoutes(app: App, portal: Portal): Hono<Env> {
  const view = (c: Context) => viewOf(c, app, portal);
  const front = (c: Context) => {
    const wanted = safeReturn(c.req.query('retour'));
    return { returnTo: wanted === '/' ? `${portal.path}/coordonnees` : wanted, typed: '', errors: [] };
  };
  return new Hono<Env>()
    .get('/', (c) => c.html(<FrontPage {...view(c)} {...front(c)} />))
    .post('/connexion', async (c) => {
      const { identifiant = '' } = await formFields(c);
      if (!idNatOf(identifiant)) {
        const message = 'Ce numéro n’est pas lisible : 11 chiffres pour un numéro RPPS.';
        const errors = [{ field: 'identifiant', message }];
        return c.html(<FrontPage {...view(c)} {...front(c)} typed={identifiant} errors={errors} />, 422);
      }
      await askForLink(c, portal, identifiant);
      return c.redirect(`${portal.path}/lien-envoye`, 303);
    })
    .route('/', mailSignIn(app, doorOf(app, portal)));
}

function viewOf(c: Context, app: App, portal: Portal) {
  return { portal, sandbox: app.config.profile === 'sandbox', user: currentUser(c) };
}

const doorOf = (app: App, portal: Portal): MailDoor => ({
  ...{
    code: portal.authority.code,
    path: portal.path,
    tool: portal.tool,
    home: `${portal.path}/coordonnees`,
  },
  whom: 'd’une personne inscrite ici',
  advice: 'appelez votre conseil : il peut corriger vos coordonnées',
  draw: (c, page, content) => (
    <Frame {...viewOf(c, app, portal)} {...page}>
      {content}
    </Frame>
  ),
  mobileOf: async (ctx, id) => (await member(ctx, id))?.record.correspondence.mobile?.e164,
  personOf: async (ctx, id) => {
    const found = await member(ctx, id);
    return found?.idNat ? { idNat: found.idNat, name: displayName(found.record) } : undefined;
  },
});

async function askForLink(c: Context<Env>, portal: Portal, identifier: string): Promise<void> {
  const ctx = c.get('ctx');
  await limitBoth(
    ctx,
    [`ordres-link:${callerAddress(c)}`, 30, 600],
    [`ordres-link:${portal.authority.code}:${idNatOf(identifier)}`, 5, 900],
  );
  await enqueue(ctx, SEND_LOGIN_LINK, { authority: portal.authority.code, identifier });
}
