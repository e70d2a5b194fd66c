import { createServer as createHttpsServer, type Server, type ServerOptions } from 'node:https';
import { createServer, type Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Log } from '../log.js';
import { KEPT_OPEN_MS } from './kept-open.js';

export interface TlsServerOptions {
  readonly host: string;
  readonly port: number;
  readonly fetch: Parameters<typeof createAdaptorServer>[0]['fetch'];
  /** Key, certificates and TLS settings; asked for when the first browser arrives. */
  readonly settings: () => Promise<ServerOptions>;
  readonly log: Log;
  /** Longest life of a connection, where it is bounded. */
  readonly connectionMs?: number;
}

/**
 * Listens with TLS. It is set up when the first browser arrives, so that the program starts at once even where its
 * certificates have yet to be made. @throws the error of listen, when the port is taken
 */
export async function openTlsServer(options: TlsServerOptions): Promise<{ close(): Promise<void> }> {
  const open = new Set<Socket>();
  let secured: Promise<Server> | undefined;
  const front = createServer((socket) => {
    open.add(socket);
    const end = options.connectionMs && setTimeout(() => socket.destroy(), options.connectionMs).unref();
    socket.once('close', () => {
      if (end) clearTimeout(end);
      open.delete(socket);
    });
    socket.on('error', () => socket.destroy());
    secured ??= securedServer(options);
    secured.then(
      (server) => server.emit('connection', socket),
      (err) => {
        options.log.error({ err, port: options.port }, 'this port cannot be secured');
        secured = undefined;
        socket.destroy();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject);
    front.listen(options.port, options.host, resolve);
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

async function securedServer({ fetch, settings }: TlsServerOptions): Promise<Server> {
  return createAdaptorServer({
    fetch,
    overrideGlobalObjects: false,
    createServer: createHttpsServer,
    serverOptions: { minVersion: 'TLSv1.2', keepAliveTimeout: KEPT_OPEN_MS, ...(await settings()) },
  }) as Server;
}
