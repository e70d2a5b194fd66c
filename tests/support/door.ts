import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { createDoor } from '../../src/door.js';
import { mounts } from '../../src/mounts.js';
import type { App } from '../../src/platform/app.js';
import { KEPT_OPEN_MS } from '../../src/platform/http/kept-open.js';
import type { Env } from '../../src/platform/http/request.js';
import { acceptUpgrades } from '../../src/platform/http/upgrades.js';
import { type ContextOptions, type TestContext, testContext } from './context.js';

/** The door of the program with these prefixes only; another one is a mistake of the test. */
export async function doorOf(app: App, prefixes: readonly string[]): Promise<Hono<Env>> {
  const wanted = mounts.filter(({ prefix }) => prefixes.includes(prefix));
  if (wanted.length !== prefixes.length) throw new Error(`one of ${prefixes.join(' ')} is mounted nowhere`);
  return (await createDoor(app, wanted)).door;
}

export interface TestDoor extends TestContext {
  readonly origin: string;
}

/** A world behind a real server on a loopback port of its own, with some prefixes only, without jobs. */
export async function startDoor(
  prefixes: readonly string[],
  options: ContextOptions = {},
): Promise<TestDoor> {
  // The server listens first: its port is part of the origin, and the origin of the configuration.
  // As the program does: who asks lets go first, however long this process was kept waiting.
  const server = createServer({ keepAliveTimeout: KEPT_OPEN_MS });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const world = await testContext({ ...options, env: { PORT: String(port), ...options.env } });
  const door = await doorOf(world.app, prefixes);
  // The global Response stays Node's own: other files of this process must find it as it was.
  server.on('request', getRequestListener(door.fetch, { overrideGlobalObjects: false }));
  const hangUp = acceptUpgrades(server, door.fetch);
  return {
    ...world,
    origin: world.app.config.origin,
    async close() {
      await new Promise((resolve) => {
        hangUp();
        server.close(resolve);
        server.closeAllConnections();
      });
      await world.close();
    },
  };
}
