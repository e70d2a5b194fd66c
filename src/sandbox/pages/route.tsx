import { Hono } from 'hono';
import { SESSION_COOKIE, safeReturn } from '../../modules/access/index.js';
import { operators } from '../../modules/messaging/index.js';
import { structureByFiness } from '../../modules/structures/index.js';
import type { App } from '../../platform/app.js';
import { Refusal } from '../../platform/errors.js';
import { putCookie } from '../../platform/http/cookies.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { Gallery } from '../../ui/index.js';
import { moveClock, period, periodMs } from '../api/clock.js';
import { ownNameOnly } from '../api/guard.js';
import { demoLinks } from '../demo-services/index.js';
import { messages } from '../inbox.js';
import { testPersonas, testStructures } from '../population/index.js';
import { serviceCalls } from '../sectoral/calls.js';
import { LENT_ROLES, signInAs } from '../sessions.js';
import { badgePages } from './badge.js';
import { chipPages } from './chips.js';
import { conformityPages } from './conformity.js';
import { InboxPage } from './inbox.js';
import { LandingPage } from './landing.js';
import { letterPages } from './letters.js';
import { phonePages } from './phones.js';
import { ServiceCallsPage } from './service-calls.js';
import { SignInAsPage } from './sign-in-as.js';

/** The sandbox as a person sees it: the story, the test people, the inbox, the clock, the doors of each role. */
export function sandboxPages(app: App): Hono<Env> {
  const routes = new Hono<Env>();
  routes.use(ownNameOnly(app.config));
  routes.get('/', async (c) => {
    const personas = await testPersonas(c.get('ctx'));
    return c.html(<LandingPage services={demoLinks(app)} personas={personas} now={app.clock.now()} />);
  });
  routes.get('/messages', async (c) => {
    const to = c.req.query('to')?.trim();
    return c.html(<InboxPage messages={await messages(app.database.db, to || undefined)} to={to ?? ''} />);
  });
  routes.get('/appels', async (c) => c.html(<ServiceCallsPage calls={await serviceCalls(c.get('ctx'))} />));
  routes.get('/galerie', (c) => c.html(<Gallery />));
  routes.post('/horloge', async (c) => {
    const { advance = '' } = await formFields(c);
    if (!period.safeParse(advance).success)
      throw new Refusal({
        code: 'sandbox.bad-period',
        status: 422,
        message: 'Cette durée n’est pas comprise.',
      });
    await moveClock(app, new Date(app.clock.now().getTime() + periodMs(advance)));
    return c.redirect('/sandbox#horloge', 303);
  });
  routes.route('/conformite', conformityPages(app));
  routes.route('/telephones', phonePages(app));
  routes.route('/courrier', letterPages());
  routes.route('/cartes', chipPages());
  routes.route('/badge', badgePages());
  signInAsRoutes(routes, app);
  return routes;
}

function signInAsRoutes(routes: Hono<Env>, app: App): void {
  routes.get('/connexion', async (c) =>
    c.html(
      <SignInAsPage
        personas={await testPersonas(c.get('ctx'))}
        operators={await operators(c.get('ctx'))}
        structures={await testStructures(c.get('ctx'))}
        back={c.req.query('retour') ?? ''}
      />,
    ),
  );
  routes.post('/connexion', async (c) => {
    const { idNat = '', role = '', scope = '', finess = '', retour = '' } = await formFields(c);
    const known = LENT_ROLES.find((candidate) => candidate === role);
    const structure =
      finess && (await structureByFiness(c.get('ctx'), finess.replace(/\s/g, '').toUpperCase()));
    const of = (structure ? structure.id : '') || scope;
    const who = known ? { role: known, ...(of && { scope: of }) } : { idNat: idNat.trim() };
    const session = await signInAs(c.get('ctx'), who);
    putCookie(c, app.config, SESSION_COOKIE, session.token, { maxAgeSeconds: 4 * 3600 });
    return c.redirect(safeReturn(retour), 303);
  });
}
