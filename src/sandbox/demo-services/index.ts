import { createServer, type Server } from 'node:http';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { registerService } from '../../modules/identity-provider/index.js';
import type { App } from '../../platform/app.js';
import { today } from '../../platform/clock.js';
import { KEPT_OPEN_MS } from '../../platform/http/kept-open.js';
import { PasswordWay } from '../sectoral/password-way.js';
import { StructureKit } from '../sectoral/structure-kit.js';
import { fillCatalogue } from './catalogue.js';
import { coreServices } from './core-services.js';
import { type DemoWorld, demoService } from './service.js';
import { CORE_SERVICES, DEMO_SERVICES, type DemoDescription } from './services.js';
import { DemoSignIn } from './sign-in.js';

/** The origins of the demo services, in the order of their ports. */
export const demoOrigins = (app: Pick<App, 'config'>): readonly string[] =>
  app.config.demoPorts.map((port) => `http://localhost:${port}`);

/** Where each demo service is; the first two are those of the story. */
export const demoLinks = (
  app: Pick<App, 'config'>,
): readonly { readonly name: string; readonly href: string; readonly purpose: string }[] =>
  DEMO_SERVICES.map(({ name, purpose, site, path }) => ({
    ...{ name, purpose },
    href: `${demoOrigins(app)[site]}${path}`,
  }));

/**
 * Starts the demo services on their two ports, each registered with a secret that only this process knows.
 * @throws the error of listen, when a port is taken
 */
export async function startDemoServices(app: App): Promise<{ close(): Promise<void> }> {
  const sites = [new Hono(), new Hono()] as const;
  const core = await Promise.all(
    CORE_SERVICES.map(async ({ code, clientId, name }) => {
      const client = await registered(app, clientId, name, `${demoOrigins(app)[1]}/socle/${code}`);
      return { code, configuration: () => client.discovered() };
    }),
  );
  sites[1].route('/socle', coreServices(core, app.ctx));
  const outside = { kit: new StructureKit(app.ctx), way: new PasswordWay(app.ctx) };
  // Paths below a root are mounted before it: the first that fits answers.
  for (const description of [...DEMO_SERVICES].sort((a, b) => b.path.length - a.path.length))
    sites[description.site].route(description.path || '/', await site(app, description, outside));
  await fillCatalogue(app.ctx);
  const servers: Server[] = [];
  const close = async () => {
    for (const server of servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  };
  try {
    for (const [index, { fetch }] of sites.entries())
      servers.push(await listen(fetch, app.config.host, app.config.demoPorts[index] ?? 0));
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

async function site(
  app: App,
  description: DemoDescription,
  outside: Pick<DemoWorld, 'kit' | 'way'>,
): Promise<Hono> {
  const { clientId, name, purpose, tone, path, feature } = description;
  const origins = demoOrigins(app);
  const [origin = '', home] = [origins[description.site], path || '/'];
  const other = {
    name: DEMO_SERVICES[1 - description.site]?.name ?? '',
    origin: origins[1 - description.site] ?? '',
  };
  const signIn = await registered(app, clientId, name, `${origin}${path}/retour`, `${origin}${home}`);
  const activation = `${app.config.origin}/portail-psc/activation`;
  const service = { name, purpose, tone, activation, origin, other, path, home, feature };
  const { config, clock } = app;
  return demoService(service, signIn, { config, log: app.ctx.log, day: () => today(clock), ...outside });
}

/** Registers a service; out: its side of Pro Santé Connect. */
async function registered(
  app: App,
  clientId: string,
  name: string,
  redirectUri: string,
  home?: string,
): Promise<DemoSignIn> {
  const { clientSecret } = await registerService(app.ctx, {
    ...{ clientId, name, redirectUris: [redirectUri] },
    ...(home !== undefined && { postLogoutRedirectUris: [home] }),
  });
  const issuer = `${app.config.origin}/auth/realms/esante-wallet`;
  return new DemoSignIn({ issuer, clientId, clientSecret, redirectUri });
}

function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  hostname: string,
  port: number,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname, port, createServer }, () => resolve(server as Server)) as Server;
    server.keepAliveTimeout = KEPT_OPEN_MS;
    server.once('error', reject);
  });
}
