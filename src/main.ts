import { resolve } from 'node:path';
import { createApp, type RunningApp } from './app.js';
import { igc } from './modules/credentials/index.js';
import type { Config } from './platform/config.js';
import { keepEmbedded } from './platform/db/kept.js';
import { migrate } from './platform/db/migrate.js';
import { makeFolderOf } from './platform/files/make-folder.js';
import { tryPorts } from './platform/free-ports.js';

export interface Program {
  readonly running: RunningApp;
  stop(): Promise<void>;
}

/**
 * Starts everything on `config`: its database (own or given), the migrations, the program.
 * @throws DataDirInUse when another program owns the data folder; ConfigError when one of its folders cannot be made; the
 * error of `listen` on a port that is taken, before anything is filled.
 */
export async function startProgram(
  config: Config,
  say: (line: string) => void = () => undefined,
): Promise<Program> {
  if (config.databaseUrl) {
    const directUrl = config.databaseDirectUrl ?? config.databaseUrl;
    await tryPorts(config.host, portsOf(config));
    await migrate(directUrl);
    makeExtractsFolder(config);
    const running = await createApp(config, { databaseUrl: config.databaseUrl, directUrl });
    certifyInBackground(running);
    return { running, stop: () => running.stop() };
  }
  say('Démarrage de la base de données…');
  const server = await keepEmbedded(resolve(config.dataDir), (error) => {
    console.error(`La base de données est perdue : ${(error as Error).message}`);
    process.exit(1);
  });
  try {
    await tryPorts(config.host, portsOf(config));
    await migrate(server.url);
    makeExtractsFolder(config);
    say('Démarrage du programme…');
    const running = await createApp(config, { databaseUrl: server.url });
    certifyInBackground(running);
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

const portsOf = ({ profile, port, tlsPort, cardPort, mtlsPort, demoPorts }: Config): number[] => [
  ...[port, tlsPort, cardPort, mtlsPort],
  ...(profile === 'sandbox' ? demoPorts : []),
];

/** An operator learns at once, and not from the log of the first night, that no extract can be written. */
const makeExtractsFolder = ({ extractsDir }: Config): void =>
  makeFolderOf('EXTRACTS_DIR', extractsDir, 0o700);

/** The keys of a first start take seconds, and nobody waits for them; what is not made then is made when it is needed. */
function certifyInBackground({ app, stopping }: RunningApp): void {
  igc.makeAuthorities(app.ctx, stopping).catch((err) => {
    if (!stopping.aborted) app.ctx.log.error({ err }, 'the authorities could not be made');
  });
}
