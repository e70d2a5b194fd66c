// Run by the tests in a process of its own, to be killed: loads argv[3] into the database of argv[2].
import { importFiness } from '../../src/modules/structures/index.js';
import type { Ctx } from '../../src/platform/context.js';
import { openDatabase } from '../../src/platform/db/connection.js';

const [url = '', path = ''] = process.argv.slice(2);
const database = openDatabase(url, 2);
const ctx = {
  ...{ db: database.db, clock: { now: () => new Date() }, reactions: {} },
  ...{ actor: 'command:test', correlation: 'test' },
} as unknown as Ctx;
process.stdout.write('begun\n');
const outcome = await importFiness(ctx, url, { path, rejectsIn: '/nonexistent' });
process.stdout.write(`${outcome.state}\n`);
await database.close();
