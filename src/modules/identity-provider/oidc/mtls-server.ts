import { constants } from 'node:crypto';
import type { Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import type { Env } from '../../../platform/http/request.js';
import { openTlsServer } from '../../../platform/http/tls-server.js';
import { igc } from '../../credentials/index.js';
import { MTLS_PATHS } from './client-certificates.js';

/**
 * Listens on the port that asks services for their certificate, without requiring one, and answers there the calls that
 * services make by themselves, and those that `also` names by their path. @throws when the port is taken
 */
export function openMtlsServer(
  app: App,
  door: Hono<Env>,
  also: (path: string) => boolean,
): Promise<{ close(): Promise<void> }> {
  const { hostname } = new URL(app.config.mtlsOrigin);
  return openTlsServer({
    host: app.config.host,
    port: app.config.mtlsPort,
    log: app.ctx.log,
    fetch: (request, env) => {
      const { pathname } = new URL(request.url);
      return MTLS_PATHS.includes(pathname) || also(pathname)
        ? door.fetch(request, env)
        : new Response('Not Found', { status: 404 });
    },
    settings: async () => ({
      ...(await igc.serverIdentity(app.ctx, hostname, 'software')),
      requestCert: true,
      // A certificate that is worth nothing is refused by the protocol, with its own words.
      rejectUnauthorized: false,
      // A resumed connection would bring a certificate that nobody looked at again.
      secureOptions: constants.SSL_OP_NO_TICKET,
    }),
  });
}
