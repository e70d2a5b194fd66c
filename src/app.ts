import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { createDoor } from './door.js';
import { jobHandlers } from './job-handlers.js';
import { ensureRelyingParty } from './modules/access/index.js';
import { igc } from './modules/credentials/index.js';
import { isRestrictedPath } from './modules/directory/index.js';
import { openCardServer, openMtlsServer, registerService } from './modules/identity-provider/index.js';
import type { App } from './platform/app.js';
import { openClock } from './platform/clock.js';
import type { Config } from './platform/config.js';
import { type Ctx, newCorrelation } from './platform/context.js';
import { openDatabase } from './platform/db/connection.js';
import { KEPT_OPEN_MS } from './platform/http/kept-open.js';
import type { Env } from './platform/http/request.js';
import { openTlsServer } from './platform/http/tls-server.js';
import { acceptUpgrades } from './platform/http/upgrades.js';
import { startWorker } from './platform/jobs.js';
import { createLog } from './platform/log.js';
import { smtpMail } from './platform/mail.js';
import { gatewaySms } from './platform/sms.js';
import { reactions } from './reactions.js';
import { inboxMail, inboxSms } from './sandbox/inbox.js';
import { openSandbox } from './sandbox/index.js';
import { isSectoralPath } from './sandbox/sectoral/route.js';

export interface RunningApp {
  readonly app: App;
  readonly door: Hono<Env>;
  /** Tells what works in the background that the program stops. */
  readonly stopping: AbortSignal;
  /** Stops listening, lets running jobs end, closes every connection. */
  stop(): Promise<void>;
}

export interface AppOptions {
  /** Where the database is; its migrations have run. */
  readonly databaseUrl: string;
  readonly directUrl?: string;
  /** Jobs run in this process (default) or in others; `asked`: here too, but none by the clock alone. */
  readonly worker?: boolean | 'asked';
}

/**
 * Composition root: database -> context -> portals -> server. Nothing of it lives at module level, and nothing of it is left
 * when it throws, as it does on a port that is taken.
 */
export async function createApp(config: Config, options: AppOptions): Promise<RunningApp> {
  const opened = new AsyncDisposableStack();
  try {
    return await compose(config, options, opened);
  } catch (error) {
    // Why it did not start is what is told: what a job or a connection says of being cut off would only hide it.
    await opened.disposeAsync().catch(() => undefined);
    throw error;
  }
}

/** In: what is to be closed, last opened first; whoever calls does it when this throws. */
async function compose(
  config: Config,
  options: AppOptions,
  opened: AsyncDisposableStack,
): Promise<RunningApp> {
  const databaseUrl = options.directUrl ?? options.databaseUrl;
  const database = openDatabase(options.databaseUrl);
  opened.defer(() => database.close());
  const clock = await openClock(database.db, databaseUrl);
  opened.defer(() => clock.close());
  const production = config.profile === 'production';
  const ctx: Ctx = {
    db: database.db,
    clock,
    actor: 'system',
    correlation: newCorrelation(),
    config,
    log: createLog(config.logLevel),
    // A sandbox never writes to anybody, whatever servers it was given.
    mail: production ? smtpMail(config.smtpUrl ?? '', config.mailFrom) : inboxMail(database.db, clock),
    sms: production ? gatewaySms(config.smsUrl ?? '') : inboxSms(database.db, clock),
    reactions,
  };
  const app: App = { ctx, clock, config, database, databaseUrl };
  if (options.worker !== false) {
    const worker = await startWorker({
      ...{ ctx, url: databaseUrl, reactions },
      handlers: options.worker === 'asked' ? jobHandlers.map(({ every: _, ...job }) => job) : jobHandlers,
    });
    opened.defer(() => worker.stop());
  }
  await ensureRelyingParty(ctx, (tx, addresses) =>
    registerService(tx, { clientId: 'esculape-portails', name: 'Portails Esculape', ...addresses }),
  );
  if (new URL(config.origin).port === String(config.tlsPort)) await igc.trustOwnAuthority(ctx);
  const { door, closeDoor } = await createDoor(app);
  opened.defer(closeDoor);
  if (!production) {
    const sandbox = await openSandbox(app);
    opened.defer(() => sandbox.close());
  }
  const cardServer = await openCardServer(app, door, isSectoralPath);
  opened.defer(() => cardServer.close());
  const tlsServer = await openTlsServer({
    host: config.host,
    port: config.tlsPort,
    fetch: door.fetch,
    log: ctx.log,
    settings: () => igc.serverIdentity(ctx, new URL(config.origin).hostname),
  });
  opened.defer(() => tlsServer.close());
  const mtlsServer = await openMtlsServer(
    app,
    door,
    (path) => isRestrictedPath(path) || isSectoralPath(path),
  );
  opened.defer(() => mtlsServer.close());
  const server = await listen(door, config);
  opened.defer(() => close(server));
  const hangUp = acceptUpgrades(server, door.fetch);
  opened.defer(hangUp);
  const stopping = new AbortController();
  return {
    app,
    door,
    stopping: stopping.signal,
    async stop() {
      stopping.abort();
      await opened.disposeAsync();
    },
  };
}

function listen(door: Hono<Env>, config: Config): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: door.fetch, hostname: config.host, port: config.port, createServer }, () =>
      resolve(server as Server),
    ) as Server;
    server.keepAliveTimeout = KEPT_OPEN_MS;
    server.once('error', reject);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Event streams never end by themselves.
    server.closeAllConnections();
  });
}
