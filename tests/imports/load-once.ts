// Run by the tests in a process of its own, to be killed: loads argv[3…] into the database of argv[2].
import { importFiles } from '../../src/modules/registry/index.js';
import type { Ctx } from '../../src/platform/context.js';
import { openDatabase } from '../../src/platform/db/connection.js';

const [url = '', ...paths] = process.argv.slice(2);
const database = openDatabase(url, 2);
const ctx = {
  db: database.db,
  clock: { now: () => new Date() },
  actor: 'command:test',
  correlation: 'test',
  // The jobs are asked for under the names that the running program knows.
  reactions: {
    'registry.publication-applied': [{ name: 'directory.project-publication', run: async () => undefined }],
  },
} as unknown as Ctx;
process.stdout.write('begun\n');
const outcome = await importFiles(ctx, url, { source: 'annuaire', paths, rejectsIn: '/nonexistent' });
process.stdout.write(`${outcome.state}\n`);
await database.close();
