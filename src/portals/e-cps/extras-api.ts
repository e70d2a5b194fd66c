import { Hono } from 'hono';
import { z } from 'zod';
import { ecps } from '../../modules/credentials/index.js';
import { renewMeansFor } from '../../modules/identity-provider/index.js';
import type { App } from '../../platform/app.js';
import { jsonBody } from '../../platform/http/json-body.js';
import type { Env } from '../../platform/http/request.js';
import { bearer } from './bearer.js';

const renewal = z.object({
  activationId: z.string().max(40),
  activationToken: z.string().max(100),
  smsCode: z.string().max(20),
  pin: z.string().max(10),
  answer: z.string().max(4000),
});

const subscription = z.object({ endpoint: z.string().max(2000) });

const binding = z.object({
  state: z.string().max(1000),
  answer: z.string().max(8000),
  pin: z.string().max(10),
});

/** What a phone may do besides answering: be woken, be renewed, take a finger or a face for the code. */
export function extrasApi(app: App): Hono<Env> {
  const api = new Hono<Env>();
  api.get('/push', async (c) => {
    const { ctx } = await bearer(c, 'push', 20);
    return c.json({ publicKey: await ecps.pushKey(ctx) });
  });
  api.put('/push', async (c) => {
    const { ctx, device } = await bearer(c, 'push', 20);
    await ecps.subscribePush(ctx, device.id, (await jsonBody(c, subscription)).endpoint);
    return c.body(null, 204);
  });
  api.delete('/push', async (c) => {
    const { ctx, device } = await bearer(c, 'push', 20);
    await ecps.unsubscribePush(ctx, device.id);
    return c.body(null, 204);
  });
  api.post('/renewal', async (c) => {
    const { ctx, device } = await bearer(c, 'renew', 3);
    return c.json(await renewMeansFor(ctx, device.idNat), 201);
  });
  api.post('/renewal/completion', async (c) => {
    const { ctx, device } = await bearer(c, 'renewal', 10);
    const given = await jsonBody(c, renewal);
    const { origin } = app.config;
    return c.json(await ecps.completeRenewal(ctx, { ...given, ecpsId: device.id, origin }));
  });
  api.post('/fingerprint/options', async (c) => {
    const { ctx, device } = await bearer(c, 'fingerprint', 10);
    return c.json(await ecps.fingerprintOptions(ctx, device.id));
  });
  api.put('/fingerprint', async (c) => {
    const { ctx, device } = await bearer(c, 'fingerprint', 10);
    await ecps.bindFingerprint(ctx, device.id, await jsonBody(c, binding));
    return c.body(null, 204);
  });
  api.delete('/fingerprint', async (c) => {
    const { ctx, device } = await bearer(c, 'fingerprint', 10);
    await ecps.forgetFingerprint(ctx, device.id);
    return c.body(null, 204);
  });
  return api;
}
