import { resolve } from 'node:path';
import { createApp, type RunningApp } from './app.js';
import type { Config } from './platform/config.js';
import { keepEmbedded } from './platform/db/kept.js';
import { migrate } from './platform/db/migrate.js';

export interface Program {
  readonly running: RunningApp;
  stop(): Promise<void>;
}

/**
 * Starts everything on `config`: its database (own or given), the migrations, the program.
 * @throws DataDirInUse when another program owns the data folder.
 */
export async function startProgram(
  config: Config,
  say: (line: string) => void = () => undefined,
): Promise<Program> {
  if (config.databaseUrl) {
    const directUrl = config.databaseDirectUrl ?? config.databaseUrl;
    await migrate(directUrl);
    const running = await createApp(config, { databaseUrl: config.databaseUrl, directUrl });
    return { running, stop: () => running.stop() };
  }
  say('Démarrage de la base de données…');
  const server = await keepEmbedded(resolve(config.dataDir), (error) => {
    console.error(`La base de données est perdue : ${(error as Error).message}`);
    process.exit(1);
  });
  try {
    await migrate(server.url);
    say('Démarrage du programme…');
    const running = await createApp(config, { databaseUrl: server.url });
    return {
      running,
      async stop() {
        await running.stop();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
