import { claimOwnership, DataDirInUse, type EmbeddedServer, startEmbedded } from './embedded.js';
import { type Line, openLine } from './line.js';

/** The embedded PostgreSQL of a running program. */
export interface KeptServer {
  readonly url: string;
  stop(): Promise<void>;
}

interface Held {
  readonly server: EmbeddedServer;
  readonly owner: { release(): Promise<void> };
  readonly line: Line;
}

/**
 * Starts the embedded PostgreSQL of a data folder for one program, and starts it again at the same address should it
 * end by itself (killed, out of memory). `lost` is told when that cannot be done: the program has no database any more.
 * @throws DataDirInUse when another program owns the data folder.
 */
export async function keepEmbedded(dataDir: string, lost: (error: unknown) => void): Promise<KeptServer> {
  let held = await hold(dataDir, {});
  const { url } = held.server;
  let stopped = false;
  const watch = async () => {
    while (!stopped) {
      await held.line.gone;
      if (stopped) return;
      await held.line.close();
      held = (await sameServer(held)) ?? (await hold(dataDir, { port: new URL(url).port }));
    }
  };
  const watching = watch().catch((error) => stopped || lost(error));
  return {
    url,
    async stop() {
      stopped = true;
      await held.line.close();
      // It may have been starting again at this moment.
      await watching;
      await held.line.close();
      await held.owner.release();
      await held.server.stop();
    },
  };
}

/** The line alone was cut. */
async function sameServer(held: Held): Promise<Held | undefined> {
  const line = await openLine(held.server.url).catch(() => undefined);
  return line && { ...held, line };
}

async function hold(dataDir: string, settings: Record<string, string>): Promise<Held> {
  const server = await startEmbedded({ dataDir, settings });
  const owner = await claimOwnership(server.url);
  if (!owner) throw new DataDirInUse(dataDir);
  return { server, owner, line: await openLine(server.url) };
}
