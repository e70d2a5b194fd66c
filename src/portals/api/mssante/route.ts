import { type Context, Hono } from 'hono';
import {
  addMember,
  bulkMailboxes,
  delegatesOf,
  endMember,
  ownMailboxes,
  renewServiceAccount,
} from '../../../modules/messaging/index.js';
import type { App } from '../../../platform/app.js';
import { bodyErrors, checkShape, largestBody, readJson } from '../../../platform/http/json-body.js';
import type { Env } from '../../../platform/http/request.js';
import { limit } from '../../../platform/rate-limit.js';
import { answer, reply } from '../answer.js';
import { versionOf } from '../conditions.js';
import { operatorOf, operatorOnly } from './bearer.js';
import { change, create, history, read, shown, withdraw } from './mailboxes.js';
import { mailboxesOpenApi } from './openapi.js';
import { memberBody, searchBody } from './schema.js';

type C = Context<Env>;

const PATCHES = ['application/merge-patch+json', 'application/json'];
const LARGEST_BODY = 64 * 1024;
const LARGEST_BULK = 16 * 1024 * 1024;
const BULK_TYPES = ['application/x-ndjson', 'text/plain', 'text/csv'];
const BULKS_AN_HOUR = 120;

/** The API of the operators of mailboxes, mounted on `/api/mssante`: each sees and changes its own alone. */
export function mailboxesApi(app: App): Hono<Env> {
  const routes = new Hono<Env>();
  const description = mailboxesOpenApi(app.config.origin);
  routes.get('/openapi.json', (c) => c.json(description));
  routes.use('/mailboxes/*', operatorOnly);
  routes.use('/mailboxes', operatorOnly);
  routes.post('/mailboxes/bulk', largestBody(LARGEST_BULK), bulk);
  routes.use('/mailboxes/*', largestBody(LARGEST_BODY));
  routes.use('/mailboxes', largestBody(LARGEST_BODY));
  routes.post('/mailboxes', async (c) => {
    const body = await readJson(c.req.raw);
    return answer(c, body, (ctx) => create(ctx, operatorOf(ctx.actor), body));
  });
  routes.post('/mailboxes/search', async (c) => {
    const query = checkShape(searchBody, await readJson(c.req.raw));
    return reply(c, shown(await ownMailboxes(c.get('ctx'), own(c), query)));
  });
  oneMailbox(routes);
  return routes;
}

function oneMailbox(routes: Hono<Env>): void {
  routes.get('/mailboxes/:id', async (c) => reply(c, await read(c.get('ctx'), own(c), c.req.param('id'))));
  routes.get('/mailboxes/:id/history', async (c) =>
    reply(c, await history(c.get('ctx'), own(c), c.req.param('id'))),
  );
  routes.patch('/mailboxes/:id', async (c) => {
    const expected = versionOf(c.req.header('if-match'));
    const body = await readJson(c.req.raw, PATCHES);
    return answer(c, body, (ctx) => change(ctx, own(c), c.req.param('id'), expected, body));
  });
  routes.delete('/mailboxes/:id', async (c) => {
    const expected = versionOf(c.req.header('if-match'));
    return answer(c, {}, (ctx) => withdraw(ctx, own(c), c.req.param('id'), expected));
  });
  routes.get('/mailboxes/:id/delegates', async (c) => {
    const id = c.req.param('id');
    // Another operator's mailbox is as unknown here as elsewhere.
    await read(c.get('ctx'), own(c), id);
    return reply(c, shown({ delegates: await delegatesOf(c.get('ctx'), own(c), id) }));
  });
  routes.post('/mailboxes/:id/members', async (c) => {
    const { idNat } = checkShape(memberBody, await readJson(c.req.raw));
    await addMember(c.get('ctx'), own(c), c.req.param('id'), idNat);
    return reply(c, shown({ idNat, member: true }));
  });
  routes.delete('/mailboxes/:id/members/:idNat', async (c) => {
    const { id, idNat } = c.req.param();
    await endMember(c.get('ctx'), own(c), id, idNat);
    return reply(c, shown({ idNat, member: false }));
  });
  routes.post('/mailboxes/:id/service-account', async (c) => {
    const key = await renewServiceAccount(c.get('ctx'), own(c), c.req.param('id'));
    return reply(c, { ...shown({ key }), status: 201 });
  });
}

const own = (c: C): string => operatorOf(c.get('ctx').actor);

/** Many mailboxes at once; `?dryRun=true` decides and writes nothing. */
async function bulk(c: C) {
  const type = (c.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!BULK_TYPES.includes(type)) throw bodyErrors.mediaType();
  await limit(c.get('ctx'), `api-mailboxes-bulk:${own(c)}`, BULKS_AN_HOUR, 3600);
  const text = await c.req.text();
  if (text.includes('\0') || !text.isWellFormed()) throw bodyErrors.unreadable();
  const dryRun = c.req.query('dryRun') === 'true';
  return reply(c, shown(await bulkMailboxes(c.get('ctx'), own(c), text, { dryRun })));
}
