import { type Context, Hono } from 'hono';
import type { App } from '../../platform/app.js';
import { type Ctx, transaction } from '../../platform/context.js';
import { largestBody, readJson } from '../../platform/http/json-body.js';
import type { Env } from '../../platform/http/request.js';
import { type Answer, once } from '../../platform/idempotency.js';
import { authorityOnly } from './bearer.js';
import { keyOf, versionOf } from './conditions.js';
import { openApiDocument } from './openapi.js';
import { change, close, read, register, submitted } from './registrations.js';

const PATCHES = ['application/merge-patch+json', 'application/json'];
const LARGEST_BODY = 256 * 1024;

/** The authorities' API, mounted on `/api`, and its description. */
export function authoritiesApi(app: App): Hono<Env> {
  const routes = new Hono<Env>();
  const description = openApiDocument(app.config.origin);
  routes.get('/openapi.json', (c) => c.json(description));
  routes.use('/authorities/:code/*', authorityOnly);
  routes.use('/authorities/*', largestBody(LARGEST_BODY));
  const base = '/authorities/:code/registrations';
  routes.post(base, async (c) => {
    const body = await readJson(c.req.raw);
    return answer(c, body, (ctx) => register(ctx, c.req.param('code'), body));
  });
  routes.get('/authorities/:code/files/:id', async (c) =>
    reply(c, await submitted(c.get('ctx'), c.req.param('code'), c.req.param('id'))),
  );
  routes.get(`${base}/:rpps`, async (c) =>
    reply(c, await read(c.get('ctx'), c.req.param('code'), c.req.param('rpps'))),
  );
  routes.patch(`${base}/:rpps`, async (c) => {
    const expected = versionOf(c.req.header('if-match'));
    const body = await readJson(c.req.raw, PATCHES);
    const { code, rpps } = c.req.param();
    return answer(c, body, (ctx) => change(ctx, code, rpps, expected, body));
  });
  routes.post(`${base}/:rpps/close`, async (c) => {
    const expected = versionOf(c.req.header('if-match'));
    const body = await readJson(c.req.raw);
    const { code, rpps } = c.req.param();
    return answer(c, body, (ctx) => close(ctx, code, rpps, expected, body));
  });
  return routes;
}

/** Does a change in one transaction, once per idempotency key where the caller gave one. */
async function answer(
  c: Context<Env>,
  body: unknown,
  work: (ctx: Ctx) => Promise<Answer>,
): Promise<Response> {
  const ctx = c.get('ctx');
  const key = keyOf(c.req.header('idempotency-key'));
  if (key === undefined) return reply(c, await transaction(ctx, work));
  const request = [c.req.method, c.req.path, c.req.header('if-match') ?? '', JSON.stringify(body)].join('\n');
  const { replayed, ...given } = await once(ctx, { caller: ctx.actor, key, request }, work);
  if (replayed) c.header('Idempotent-Replayed', 'true');
  return reply(c, given);
}

function reply(c: Context<Env>, { status, headers, body }: Answer): Response {
  return c.body(JSON.stringify(body), status as 200, { ...headers, 'cache-control': 'no-store' });
}
