import { Hono } from 'hono';
import type { App } from '../../platform/app.js';
import { largestBody, readJson } from '../../platform/http/json-body.js';
import type { Env } from '../../platform/http/request.js';
import { answer, reply } from './answer.js';
import { authorityOnly } from './bearer.js';
import { versionOf } from './conditions.js';
import { changeLot } from './lots.js';
import { openApiDocument } from './openapi.js';
import { change, close, read, register, submitted } from './registrations.js';

const PATCHES = ['application/merge-patch+json', 'application/json'];
const LARGEST_BODY = 256 * 1024;
const LARGEST_LOT_BODY = 4 * 1024 * 1024;

/** The authorities' API, mounted on `/api`, and its description. */
export function authoritiesApi(app: App): Hono<Env> {
  const routes = new Hono<Env>();
  const description = openApiDocument(app.config.origin);
  routes.get('/openapi.json', (c) => c.json(description));
  routes.use('/authorities/:code/*', authorityOnly);
  const base = '/authorities/:code/registrations';
  routes.post('/authorities/:code/lots', largestBody(LARGEST_LOT_BODY), async (c) => {
    const body = await readJson(c.req.raw);
    return answer(c, body, (ctx) => changeLot(ctx, c.req.param('code'), body));
  });
  routes.use('/authorities/*', largestBody(LARGEST_BODY));
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
