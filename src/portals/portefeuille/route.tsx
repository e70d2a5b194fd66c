import { type Context, Hono } from 'hono';
import { currentUser, dropSession, pscSessionOf, sessionToken } from '../../modules/access/index.js';
import { cards, ecps } from '../../modules/credentials/index.js';
import {
  identityProviderErrors as errors,
  pscRecord,
  wallet,
} from '../../modules/identity-provider/index.js';
import type { App } from '../../platform/app.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { signedInByPsc } from '../signed-in-by-psc.js';
import { CloseAllPage, ClosedPage, CloseOnePage, LostPage } from './confirm-pages.js';
import { meansRoutes } from './e-cps/route.js';
import { HistoryPage } from './history-page.js';
import { HomePage } from './home-page.js';

type C = Context<Env>;
const PAGE = 25;

/**
 * The wallet of a professional: means, open sessions, past sign-ins; closes sessions, ends a lost phone. Opens to those
 * who signed in with Pro Santé Connect itself, not by mail at their ordre.
 */
export function walletPortal(app: App): Hono<Env> {
  return new Hono<Env>()
    .use(...signedInByPsc('/portefeuille'))
    .get('/', home)
    .route('/', meansRoutes())
    .get('/historique', history)
    .post('/session', closeOne)
    .get('/sessions', async (c) =>
      c.html(<CloseAllPage c={c} sessions={await wallet.openSessions(c.get('ctx'), holder(c))} />),
    )
    .post('/sessions', (c) => closeAll(c, app))
    .get('/telephone-perdu', async (c) => {
      const phone = (await ecps.meansOf(c.get('ctx'), [holder(c)])).get(holder(c));
      return c.html(<LostPage c={c} device={phone?.deviceName} />);
    })
    .post('/telephone-perdu', (c) => reportLost(c, app));
}

const holder = (c: C): string => currentUser(c)?.idNat ?? '';

async function home(c: C) {
  const ctx = c.get('ctx');
  const record = await pscRecord(ctx, holder(c));
  if (!record) throw errors.unknownPerson();
  const { idNat } = record;
  const holdings = {
    record,
    phone: (await ecps.meansOf(ctx, [idNat])).get(idNat),
    cards: (await cards.usableCards(ctx, [idNat])).get(idNat) ?? [],
    sessions: await wallet.openSessions(ctx, idNat),
    here: await pscSessionOf(ctx, sessionToken(c) ?? ''),
  };
  return c.html(<HomePage c={c} holdings={holdings} />);
}

async function history(c: C) {
  const asked = c.req.query('avant');
  const before = asked && /^\d{1,15}$/.test(asked) ? Number(asked) : undefined;
  const found = await wallet.ownVisits(c.get('ctx'), holder(c), { before, limit: PAGE + 1 });
  const visits = found.slice(0, PAGE);
  const next = found.length > PAGE ? visits.at(-1)?.id : undefined;
  return c.html(<HistoryPage c={c} visits={visits} next={next} first={before === undefined} />);
}

async function closeOne(c: C) {
  const { sid = '', confirme } = await formFields(c);
  const ctx = c.get('ctx');
  if (confirme !== 'oui')
    return c.html(<CloseOnePage c={c} session={await wallet.ownSession(ctx, holder(c), sid)} />);
  await wallet.closeOwnSession(ctx, holder(c), sid);
  return c.redirect('/portefeuille?fait=session', 303);
}

async function closeAll(c: C, app: App) {
  const { confirme } = await formFields(c);
  if (confirme !== 'oui') return c.redirect('/portefeuille/sessions', 303);
  await wallet.closeOwnSessions(c.get('ctx'), holder(c));
  return goodbye(c, app, false);
}

async function reportLost(c: C, app: App) {
  const sessions = (await formFields(c)).sessions === 'oui';
  const ended = await wallet.reportPhoneLost(c.get('ctx'), holder(c), { sessions });
  if (sessions) return goodbye(c, app, ended);
  return c.redirect(`/portefeuille?fait=${ended ? 'telephone' : 'sans-e-cps'}`, 303);
}

function goodbye(c: C, app: App, lost: boolean) {
  dropSession(c, app.config);
  return c.html(<ClosedPage sandbox={app.config.profile === 'sandbox'} lost={lost} />);
}
