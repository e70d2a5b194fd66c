import { Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import type { Env } from '../../../platform/http/request.js';
import { chainPem } from './identity.js';

/** What an authority publishes, to be mounted at `/igc`: the certificates that lead from a card to the root. */
export function authorityDoor(app: App): Hono<Env> {
  return new Hono<Env>().get('/chaine.pem', async (c) =>
    c.body(await chainPem(app.ctx), 200, {
      'content-type': 'application/x-pem-file',
      'content-disposition': 'attachment; filename="chaine-igc.pem"',
    }),
  );
}
