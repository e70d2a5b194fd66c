import { type Context, Hono } from 'hono';
import { currentUser, requireRole } from '../../../modules/access/index.js';
import { openTicket, ticket } from '../../../modules/guidance/index.js';
import type { App } from '../../../platform/app.js';
import { Refusal } from '../../../platform/errors.js';
import { type Env, formFields } from '../../../platform/http/request.js';
import { limit } from '../../../platform/rate-limit.js';
import { faultsOf, linesOf } from './fields.js';
import { F414, F414CopyPage, F414Page } from './pages.js';

type C = Context<Env>;

const SUBJECT = 'Commande de produits de test (F414)';

/** The order of test products (form F414): an integrator asks, the support answers. */
export function testProductsPortal(_app: App): Hono<Env> {
  return new Hono<Env>()
    .use(requireRole('integrator'))
    .get('/', (c) => c.html(<F414Page {...{ c, typed: {}, errors: [] }} />))
    .post('/', send)
    .get('/:id{[0-9]{1,15}}', copy);
}

const account = (c: C): string => currentUser(c)?.accountId ?? '';

async function send(c: C) {
  const ctx = c.get('ctx');
  const typed = await formFields(c);
  const errors = faultsOf(typed);
  if (errors.length > 0) return c.html(<F414Page {...{ c, typed, errors }} />, 422);
  await limit(ctx, `f414:${account(c)}`, 20, 86_400);
  const asked = { category: 'technical', subject: SUBJECT, text: linesOf(typed).join('\n') };
  const contact = (typed.contact ?? '').trim();
  const id = await openTicket(ctx, { account: account(c), contact, ...asked });
  return c.redirect(`${F414}/${id}`, 303);
}

async function copy(c: C) {
  const found = await ticket(c.get('ctx'), Number(c.req.param('id')), account(c));
  if (found?.subject !== SUBJECT)
    throw new Refusal({ code: 'not-found', status: 404, message: 'Cette commande n’existe pas.' });
  return c.html(<F414CopyPage {...{ c, ticket: found }} />);
}
