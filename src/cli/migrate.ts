import { resolve } from 'node:path';
import { readConfig } from '../platform/config.js';
import { attachEmbedded, startEmbedded } from '../platform/db/embedded.js';
import { migrate } from '../platform/db/migrate.js';
import { type Command, print } from './command.js';

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'met le schéma de la base à jour, puis rend la main',
  async run() {
    const config = readConfig(process.env);
    if (config.databaseDirectUrl) {
      await migrate(config.databaseDirectUrl);
    } else {
      const dataDir = resolve(config.dataDir);
      const running = await attachEmbedded(dataDir);
      const server = running ? undefined : await startEmbedded({ dataDir });
      try {
        await migrate((running ?? server)?.url ?? '');
      } finally {
        await server?.stop();
      }
    }
    print('Le schéma est à jour.');
    return 0;
  },
};
