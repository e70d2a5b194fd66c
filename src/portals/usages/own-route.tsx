import { type Context, Hono } from 'hono';
import { currentUser } from '../../modules/access/index.js';
import { cards, ecps } from '../../modules/credentials/index.js';
import { entries } from '../../modules/directory/index.js';
import { meansOfCard, meansOfPsc, type UsageMeans, usageOn } from '../../modules/guidance/index.js';
import {
  delegateMailbox,
  delegationsOf,
  endDelegation,
  mailboxesOf,
  nominativeRight,
  operators,
  qualitiesOf,
} from '../../modules/messaging/index.js';
import { today } from '../../platform/clock.js';
import type { Ctx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { type Env, formFields } from '../../platform/http/request.js';
import type { RefusedDelegation } from './delegations.js';
import { type OwnMeans, OwnUsagesPage } from './own-page.js';

type C = Context<Env>;

const HOME = '/usages/moi';

/** What the means of whoever is signed in open today; and who may open his mailboxes. */
export function ownRoutes(): Hono<Env> {
  return new Hono<Env>()
    .get('/', (c) => show(c))
    .post('/delegations', async (c) => {
      const { bal = '', idNat = '', until = '' } = await formFields(c);
      const given = { id: bal, idNat: idNat.trim(), ...(until !== '' && { until }) };
      try {
        await delegateMailbox(c.get('ctx'), holder(c), given);
      } catch (error) {
        if (!(error instanceof Refusal) || error.fields.length === 0) throw error;
        return show(c, { id: bal, typed: { idNat, until }, errors: error.fields });
      }
      return c.redirect(`${HOME}?fait=delegation`, 303);
    })
    .post('/delegations/fin', async (c) => {
      const { bal = '', idNat = '' } = await formFields(c);
      await endDelegation(c.get('ctx'), holder(c), bal, idNat);
      return c.redirect(`${HOME}?fait=fin`, 303);
    });
}

const holder = (c: C): string => currentUser(c)?.idNat ?? '';

async function show(c: C, refused?: RefusedDelegation) {
  const ctx = c.get('ctx');
  const idNat = holder(c);
  const on = today(ctx.clock);
  const person = (await entries(ctx, [idNat])).get(idNat)?.person;
  const page = {
    ...{ c, idNat, refused, done: refused ? undefined : c.req.query('fait') },
    right: nominativeRight(person && idNat.startsWith('8') ? qualitiesOf(person, on) : [], on),
    held: await heldMeans(ctx, idNat, on),
    mailboxes: await mailboxesOf(ctx, idNat),
    delegations: await delegationsOf(ctx, idNat),
    operators: (await operators(ctx)).filter(({ contact }) => contact !== ''),
  };
  return c.html(<OwnUsagesPage {...page} />, refused ? 422 : 200);
}

async function heldMeans(ctx: Ctx, idNat: string, on: string): Promise<OwnMeans[]> {
  const usable = (await cards.usableCards(ctx, [idNat])).get(idNat) ?? [];
  const phone = (await ecps.meansOf(ctx, [idNat])).get(idNat);
  const held = (name: string, means: UsageMeans): OwnMeans => ({
    ...{ name, means },
    rows: usageOn(on).filter((row) => row.means === means),
  });
  return [
    ...usable.map(({ type, number, nominative }) => held(`${type} ${number}`, meansOfCard(type, nominative))),
    ...(phone ? [held('e-CPS', meansOfPsc(idNat))] : []),
  ];
}
