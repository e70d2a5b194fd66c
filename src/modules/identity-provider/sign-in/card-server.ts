import { constants } from 'node:crypto';
import { createServer as createHttpsServer, type Server } from 'node:https';
import { createServer, type Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { App } from '../../../platform/app.js';
import { authority } from '../../credentials/index.js';
import { cardDoor } from './card-door.js';

/** Longest life of a connection: a page, or a code that somebody types and sends. */
const CONNECTION_MS = 120_000;

/**
 * Listens on the card's port. TLS is set up when the first browser arrives, so that the program starts at once: the
 * certification authority is made then, and the certificate of this server, whose key never leaves the process.
 * @throws the error of listen, when the port is taken
 */
export async function openCardServer(app: App): Promise<{ close(): Promise<void> }> {
  const open = new Set<Socket>();
  let secured: Promise<Server> | undefined;
  const front = createServer((socket) => {
    open.add(socket);
    const end = setTimeout(() => socket.destroy(), CONNECTION_MS).unref();
    socket.once('close', () => {
      clearTimeout(end);
      open.delete(socket);
    });
    socket.on('error', () => socket.destroy());
    secured ??= securedServer(app);
    secured.then(
      (server) => server.emit('connection', socket),
      (err) => {
        app.ctx.log.error({ err }, 'the card port cannot be secured');
        secured = undefined;
        socket.destroy();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject);
    front.listen(app.config.cardPort, app.config.host, resolve);
  });
  return {
    async close() {
      const closed = new Promise((resolve) => front.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
      await secured?.catch(() => undefined);
    },
  };
}

async function securedServer(app: App): Promise<Server> {
  const { hostname } = new URL(app.config.cardOrigin);
  return createAdaptorServer({
    fetch: cardDoor(app).fetch,
    overrideGlobalObjects: false,
    createServer: createHttpsServer,
    serverOptions: {
      ...(await authority.serverIdentity(app.ctx, hostname.replace(/^\[|\]$/g, ''))),
      minVersion: 'TLSv1.2',
      requestCert: true,
      // What is wrong with a card is said on a page: the handshake itself refuses nobody.
      rejectUnauthorized: false,
      // Each connection shows its certificate anew.
      secureOptions: constants.SSL_OP_NO_TICKET,
    },
  }) as Server;
}
