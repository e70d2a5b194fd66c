import { type Context, Hono } from 'hono';
import { currentUser } from '../../../modules/access/index.js';
import { ecps } from '../../../modules/credentials/index.js';
import {
  activationWaysOf,
  identityProviderErrors as errors,
  startActivationByCard,
} from '../../../modules/identity-provider/index.js';
import { Refusal } from '../../../platform/errors.js';
import type { Env } from '../../../platform/http/request.js';
import { limit } from '../../../platform/rate-limit.js';
import { hashToken } from '../../../platform/secrets.js';
import { openedBy } from '../../signed-in-by-psc.js';
import { CodePage, StatePage } from './code-page.js';
import { MeansPage } from './means-page.js';
import { TrialPage, TrialRunningPage, TrialStatePage } from './trial-page.js';

type C = Context<Env>;

/** Codes and trials that one person may ask for in a quarter of an hour. */
const MOST = 20;
const SECONDS = 900;

/** The e-CPS of the holder of the wallet: its state, its activation with a card, its trial. The caller has let in. */
export function meansRoutes(): Hono<Env> {
  return new Hono<Env>()
    .get('/e-cps', (c) => meansPage(c))
    .post('/e-cps/code', showCode)
    .get('/e-cps/code/:id', async (c) => {
      const id = c.req.param('id');
      const state = await ecps.activationState(c.get('ctx'), holder(c), id);
      return c.html(<StatePage c={c} state={state} id={id} />, state ? 200 : 404);
    })
    .get('/essai', (c) => c.html(<TrialPage c={c} />))
    .post('/essai', startTrial)
    .get('/essai/:id', async (c) => {
      const id = c.req.param('id');
      const state = await ecps.approvalState(c.get('ctx'), id);
      if (state?.idNat !== holder(c)) throw ecps.errors.unknownRequest();
      return c.html(<TrialStatePage c={c} id={id} state={state} />);
    });
}

const holder = (c: C): string => currentUser(c)?.idNat ?? '';

async function meansPage(c: C, refusal?: Refusal) {
  const ctx = c.get('ctx');
  const ways = await activationWaysOf(ctx, holder(c));
  if (!ways) throw errors.unknownPerson();
  return c.html(
    <MeansPage
      c={c}
      devices={await ecps.devicesOf(ctx, ways.person.idNat)}
      now={ctx.clock.now()}
      card={ways.card}
      contacts={ways.contacts}
      byCard={(await openedBy(c)) === 'CARD'}
      {...(refusal && { refusal: refusal.message })}
    />,
    refusal ? 422 : 200,
  );
}

async function showCode(c: C) {
  const ctx = c.get('ctx');
  await limit(ctx, `ecps-code:${hashToken(holder(c))}`, MOST, SECONDS);
  try {
    const shown = await startActivationByCard(ctx, holder(c), await openedBy(c));
    return c.html(<CodePage c={c} shown={shown} />);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return meansPage(c, error);
  }
}

async function startTrial(c: C) {
  const ctx = c.get('ctx');
  await limit(ctx, `ecps-trial:${hashToken(holder(c))}`, MOST, SECONDS);
  try {
    const { id, number } = await ecps.requestApproval(ctx, {
      ...{ idNat: holder(c), service: 'Essai de mon e-CPS', clientId: 'e-cps-test' },
      ...{ place: 'Mon portefeuille', origin: ctx.config.origin },
    });
    return c.html(<TrialRunningPage c={c} id={id} number={number} />);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return c.html(<TrialPage c={c} refusal={error.message} />, 422);
  }
}
