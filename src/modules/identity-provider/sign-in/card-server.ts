import { constants } from 'node:crypto';
import type { Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import type { Env } from '../../../platform/http/request.js';
import { openTlsServer } from '../../../platform/http/tls-server.js';
import { igc } from '../../credentials/index.js';
import { cardDoor } from './card-door.js';

/** Longest life of a connection: a page, or a code that somebody types and sends. */
const CONNECTION_MS = 120_000;

/**
 * Listens on the card's port, the only one that asks for a card, and answers there too what `also` names by its path:
 * services that people call with their card. @throws when the port is taken
 */
export function openCardServer(
  app: App,
  door: Hono<Env>,
  also: (path: string) => boolean,
): Promise<{ close(): Promise<void> }> {
  const { hostname } = new URL(app.config.cardOrigin);
  const pages = cardDoor(app);
  return openTlsServer({
    host: app.config.host,
    port: app.config.cardPort,
    fetch: (request, env) => (also(new URL(request.url).pathname) ? door : pages).fetch(request, env),
    log: app.ctx.log,
    connectionMs: CONNECTION_MS,
    settings: async () => ({
      ...(await igc.serverIdentity(app.ctx, hostname, 'cards')),
      requestCert: true,
      // What is wrong with a card is said on a page: the handshake itself refuses nobody.
      rejectUnauthorized: false,
      // Each connection shows its certificate anew.
      secureOptions: constants.SSL_OP_NO_TICKET,
    }),
  });
}
