import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { currentUser, issueMailLink, putSession, spendMailLink } from '../../../modules/access/index.js';
import { callerAddress, type Env, formFields } from '../../../platform/http/request.js';
import type { Mail } from '../../../platform/mail.js';
import { limitBoth, sendCounted } from '../../../platform/rate-limit.js';
import { hashToken } from '../../../platform/secrets.js';
import { AccountPage, LinkSentPage, OpenLinkPage } from './pages.js';

type C = Context<Env>;

const LIMITS = { perAddress: 30, perMail: 5, seconds: 900 };
const HOME = '/services/raccordement';

/** Signing up and in of integrators, by a link sent by mail. */
export function accountRoutes(): Hono<Env> {
  return new Hono<Env>()
    .get('/', (c) =>
      currentUser(c)?.kind === 'integrator' ? c.redirect(HOME, 303) : c.html(<AccountPage c={c} />),
    )
    .post('/', sendLink)
    .get('/lien/:token', (c) => c.html(<OpenLinkPage c={c} token={c.req.param('token')} />))
    .post('/lien', openLink);
}

async function sendLink(c: C) {
  const ctx = c.get('ctx');
  const mail = ((await formFields(c)).mail ?? '').trim();
  if (!z.email().max(254).safeParse(mail).success) {
    const errors = [{ field: 'mail', message: 'Une adresse de courriel est attendue : nom@domaine.' }];
    return c.html(<AccountPage c={c} mail={mail} errors={errors} />, 422);
  }
  const { perAddress, perMail, seconds } = LIMITS;
  const ofMail = `integrator-link:mail:${hashToken(mail.toLowerCase())}`;
  await limitBoth(
    ctx,
    [`integrator-link:address:${callerAddress(c)}`, perAddress, seconds],
    [ofMail, perMail, seconds],
  );
  const token = await issueMailLink(ctx, mail);
  await sendCounted(ctx, ofMail, seconds, () =>
    ctx.mail.send(linkMail(mail, `${ctx.config.origin}/services/compte/lien/${token}`)),
  );
  return c.html(<LinkSentPage c={c} mail={mail} sandbox={ctx.config.profile === 'sandbox'} />);
}

const linkMail = (to: string, link: string): Mail => ({
  to,
  subject: 'Votre lien de connexion au portail des services',
  text: [
    'Bonjour,',
    'Voici le lien qui ouvre votre compte d’intégrateur :',
    link,
    'Il vaut 15 minutes et ne sert qu’une fois. Si vous n’avez rien demandé, ne faites rien.',
  ].join('\n\n'),
});

async function openLink(c: C) {
  const ctx = c.get('ctx');
  const { jeton = '' } = await formFields(c);
  putSession(c, ctx.config, await spendMailLink(ctx, jeton));
  return c.redirect(HOME, 303);
}
