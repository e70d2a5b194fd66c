import { readConfig } from '../platform/config.js';
import { migrate } from '../platform/db/migrate.js';
import { type Command, print } from './command.js';
import { withDatabaseUrl } from './with-context.js';

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'met le schéma de la base à jour, puis rend la main',
  async run() {
    await withDatabaseUrl(readConfig(process.env), migrate);
    print('Le schéma est à jour.');
    return 0;
  },
};
