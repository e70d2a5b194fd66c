import { type Context, Hono } from 'hono';
import { currentUser, requireRole, type User } from '../../../modules/access/index.js';
import { apiKeys } from '../../../modules/directory/index.js';
import { Refusal } from '../../../platform/errors.js';
import { type Env, formFields } from '../../../platform/http/request.js';
import type { FieldError } from '../../../ui/index.js';
import { ApplicationPage } from './application-page.js';
import { ApplicationsPage } from './applications-page.js';

type C = Context<Env>;

/** Keys of the open API, for whoever builds something on it: makes, renews and takes back his own. Below /annuaire/cles. */
export function keysRoutes(): Hono<Env> {
  return new Hono<Env>()
    .use(requireRole('integrator', 'professional'))
    .get('/', (c) => list(c))
    .post('/', create)
    .get('/:id', (c) => show(c))
    .post('/:id/renouvellement', renew)
    .post('/:id/revocation', revoke);
}

/** The account that is signed in; the guard has let nobody else pass. */
const owner = (c: C): string => (currentUser(c) as User).accountId;

async function list(c: C, more: { name?: string; errors?: readonly FieldError[] } = {}) {
  await apiKeys.writeDownUse(c.get('ctx'));
  const applications = await apiKeys.applicationsOf(c.get('ctx'), owner(c));
  return c.html(<ApplicationsPage {...{ c, applications, ...more }} />, more.errors ? 422 : 200);
}

async function create(c: C) {
  const { nom = '' } = await formFields(c);
  const { name: ownerName } = currentUser(c) as User;
  try {
    const made = await apiKeys.createApplication(c.get('ctx'), { owner: owner(c), ownerName, name: nom });
    return show(c, { id: made.id, key: made.key });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return list(c, { name: nom, errors: [{ field: 'nom', message: error.message }] });
  }
}

async function show(c: C, { id = c.req.param('id') ?? '', key }: { id?: string; key?: string } = {}) {
  const ctx = c.get('ctx');
  await apiKeys.writeDownUse(ctx);
  const application = await apiKeys.application(ctx, id, owner(c));
  if (!application) throw apiKeys.errors.unknown();
  const page = { c, application, now: ctx.clock.now(), ...(key !== undefined && { key }) };
  return c.html(<ApplicationPage {...page} />);
}

async function renew(c: C) {
  const id = c.req.param('id') ?? '';
  return show(c, { key: await apiKeys.renewKey(c.get('ctx'), owner(c), id) });
}

async function revoke(c: C) {
  const id = c.req.param('id') ?? '';
  const { cle = '' } = await formFields(c);
  await apiKeys.revokeKey(c.get('ctx'), owner(c), id, cle);
  return c.redirect(`/annuaire/cles/${encodeURIComponent(id)}?fait=oui`, 303);
}
