import { createServer, type Server } from 'node:http';
import { serve } from '@hono/node-server';
import { registerService } from '../../modules/identity-provider/index.js';
import type { App } from '../../platform/app.js';
import { demoService } from './service.js';
import { DemoSignIn } from './sign-in.js';

const SERVICES = [
  {
    clientId: 'demo-dossier-de-soins',
    name: 'Dossier de soins',
    tone: 'indigo',
    purpose: 'Consulter et compléter les dossiers des patients d’un établissement imaginaire.',
  },
  {
    clientId: 'demo-tele-expertise',
    name: 'Télé-expertise',
    tone: 'plum',
    purpose: 'Demander l’avis d’un confrère à distance, dans une région imaginaire.',
  },
] as const;

/** The origins of the demo services, in the order of their ports. */
export const demoOrigins = (app: Pick<App, 'config'>): readonly string[] =>
  app.config.demoPorts.map((port) => `http://localhost:${port}`);

export const demoNames: readonly string[] = SERVICES.map((service) => service.name);

/** Starts the two demo services, each registered with a secret that only this process knows. */
export async function startDemoServices(app: App): Promise<{ close(): Promise<void> }> {
  const origins = demoOrigins(app);
  const servers: Server[] = [];
  for (const [index, description] of SERVICES.entries()) {
    const origin = origins[index] ?? '';
    const otherIndex = 1 - index;
    const credentials = await registerService(app.ctx, {
      clientId: description.clientId,
      name: description.name,
      redirectUris: [`${origin}/retour`],
      postLogoutRedirectUris: [`${origin}/`],
    });
    const signIn = new DemoSignIn({
      issuer: `${app.config.origin}/auth/realms/esante-wallet`,
      clientId: credentials.clientId,
      clientSecret: credentials.clientSecret,
      redirectUri: `${origin}/retour`,
    });
    const other = { name: SERVICES[otherIndex]?.name ?? '', origin: origins[otherIndex] ?? '' };
    const { name, purpose, tone } = description;
    const activation = `${app.config.origin}/portail-psc/activation`;
    const service = { name, purpose, tone, activation, origin, other };
    const site = demoService(service, signIn, app.config, app.ctx.log);
    servers.push(await listen(site.fetch, app.config.host, app.config.demoPorts[index] ?? 0));
  }
  return {
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  hostname: string,
  port: number,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname, port, createServer }, () => resolve(server as Server)) as Server;
    server.once('error', reject);
  });
}
