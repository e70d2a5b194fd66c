import { type Context, Hono } from 'hono';
import { currentUser, requireRole, type User } from '../../../modules/access/index.js';
import { addToTicket, closeTicket, openTicket, ticket, ticketsOf } from '../../../modules/guidance/index.js';
import { Refusal } from '../../../platform/errors.js';
import { type Env, formFields } from '../../../platform/http/request.js';
import { limit } from '../../../platform/rate-limit.js';
import type { FieldError } from '../../../ui/index.js';
import { SUPPORT, TicketPage, TicketsPage } from './pages.js';

type C = Context<Env>;

const A_DAY = { most: 40, seconds: 86_400 };
const ID = '/:id{[0-9]{1,15}}';

/** Questions of integrators to the support. */
export function supportRoutes(): Hono<Env> {
  return new Hono<Env>()
    .use(requireRole('integrator'))
    .get('/', (c) => list(c))
    .post('/', ask)
    .get(ID, (c) => show(c))
    .post(ID, goOn)
    .post(`${ID}/fermer`, async (c) => {
      await closeTicket(c.get('ctx'), account(c), idOf(c));
      return c.redirect(SUPPORT, 303);
    });
}

const account = (c: C): string => (currentUser(c) as User).accountId;
const idOf = (c: C): number => Number(c.req.param('id'));

async function list(c: C, typed?: Readonly<Record<string, string>>, errors: readonly FieldError[] = []) {
  const { name } = currentUser(c) as User;
  const tickets = await ticketsOf(c.get('ctx'), account(c));
  const shown = typed ?? { contact: name.includes('@') ? name : '' };
  return c.html(<TicketsPage {...{ c, tickets, errors }} typed={shown} />, errors.length > 0 ? 422 : 200);
}

async function ask(c: C) {
  const ctx = c.get('ctx');
  const typed = await formFields(c);
  await limit(ctx, `ticket:${account(c)}`, A_DAY.most, A_DAY.seconds);
  const { contact = '', category = '', subject = '', text = '' } = typed;
  try {
    const id = await openTicket(ctx, { account: account(c), contact, category, subject, text });
    return c.redirect(`${SUPPORT}/${id}?fait=1`, 303);
  } catch (error) {
    return list(c, typed, faults(error));
  }
}

async function show(c: C, errors: readonly FieldError[] = []) {
  const found = await ticket(c.get('ctx'), idOf(c), account(c));
  if (!found) throw new Refusal({ code: 'not-found', status: 404, message: 'Cette demande n’existe pas.' });
  const page = <TicketPage {...{ c, errors }} ticket={found} done={c.req.query('fait')} />;
  return c.html(page, errors.length > 0 ? 422 : 200);
}

async function goOn(c: C) {
  const { text = '' } = await formFields(c);
  try {
    await addToTicket(c.get('ctx'), account(c), idOf(c), text);
    return c.redirect(`${SUPPORT}/${idOf(c)}`, 303);
  } catch (error) {
    return show(c, faults(error));
  }
}

/** The faults of a form. @throws anything that is none */
function faults(error: unknown): FieldError[] {
  if (!(error instanceof Refusal) || error.status !== 422) throw error;
  return error.fields.map(({ field, message }) => ({ field, message }));
}
