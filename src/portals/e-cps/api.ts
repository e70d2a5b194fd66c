import { Hono } from 'hono';
import { z } from 'zod';
import { ecps } from '../../modules/credentials/index.js';
import { pscRecord } from '../../modules/identity-provider/index.js';
import type { App } from '../../platform/app.js';
import { jsonBody, largestBody } from '../../platform/http/json-body.js';
import { callerAddress, type Env } from '../../platform/http/request.js';
import { limit } from '../../platform/rate-limit.js';
import { bearer, token } from './bearer.js';
import { extrasApi } from './extras-api.js';
import { deviceStream, stateOf } from './stream.js';

const opening = z.object({ secret: z.string().max(100) });

const completion = z.object({
  activationToken: z.string().max(100),
  smsCode: z.string().max(20),
  pin: z.string().max(10),
  publicKeyJwk: z.unknown(),
  deviceName: z.string().trim().min(1).max(60),
  platform: z.enum(['android', 'ios', 'web']),
});

const answer = z.object({
  answer: z.string().max(4000),
  pin: z.string().max(10).optional(),
  assertion: z.string().max(4000).optional(),
});

const MINUTE = 60;

/** What the phone page calls. Activation is open to whoever holds a secret; the rest asks for the device's token. */
export function phoneApi(app: App): Hono<Env> {
  const watch = ecps.watchRequests(app.databaseUrl);
  const api = new Hono<Env>();
  api.use(largestBody(16 * 1024));

  api.post('/activations', async (c) => {
    await limit(c.get('ctx'), `e-cps:open:${callerAddress(c)}`, 60, MINUTE);
    const { secret } = await jsonBody(c, opening);
    return c.json(await ecps.openActivation(c.get('ctx'), secret));
  });
  api.post('/activations/completion', async (c) => {
    await limit(c.get('ctx'), `e-cps:complete:${callerAddress(c)}`, 60, MINUTE);
    const input = await jsonBody(c, completion);
    return c.json(await ecps.completeActivation(c.get('ctx'), input), 201);
  });

  api.get('/me', async (c) => {
    const { ctx, device } = await bearer(c, 'me', 120);
    return c.json({ ...(await stateOf(ctx, device)), record: (await pscRecord(ctx, device.idNat)) ?? null });
  });
  api.delete('/me', async (c) => {
    const { ctx, device } = await bearer(c, 'delete', 10);
    await ecps.endMeans(ctx, { idNat: device.idNat, reason: 'deleted-by-holder' });
    return c.body(null, 204);
  });
  api.get('/stream', async (c) => {
    const { ctx, device } = await bearer(c, 'stream', 60);
    return deviceStream(c, ctx, watch, device.id, token(c));
  });
  api.post('/requests/:id/answer', async (c) => {
    const { ctx, device } = await bearer(c, 'answer', 60);
    const input = await jsonBody(c, answer);
    return c.json(
      await ecps.answerRequest(ctx, { ecpsId: device.id, requestId: c.req.param('id'), ...input }),
    );
  });
  api.post('/test', async (c) => {
    const { ctx, device } = await bearer(c, 'test', 10);
    const { id, number } = await ecps.requestApproval(ctx, {
      idNat: device.idNat,
      service: 'Essai de mon e-CPS',
      clientId: 'e-cps-test',
      place: 'Cette page',
      origin: app.config.origin,
    });
    return c.json({ id, number }, 201);
  });
  api.route('/', extrasApi(app));
  return api;
}
