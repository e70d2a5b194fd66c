// Run by a test, which kills it: retrieves the order of argv[2], as JSON, on the database of DATABASE_URL.
import { retrieve } from '../../src/modules/credentials/certificates/actions/retrieve.js';
import { readConfig } from '../../src/platform/config.js';
import { type Ctx, newCorrelation } from '../../src/platform/context.js';
import { openDatabase } from '../../src/platform/db/connection.js';
import { createLog } from '../../src/platform/log.js';

const database = openDatabase(process.env.DATABASE_URL ?? '', 2);
const ctx: Ctx = {
  db: database.db,
  clock: { now: () => new Date(), set: async () => undefined } as unknown as Ctx['clock'],
  ...{ actor: 'system', correlation: newCorrelation(), config: readConfig(process.env) },
  log: createLog('silent'),
  mail: { send: async () => undefined },
  sms: { send: async () => undefined },
  reactions: {},
};
await retrieve(ctx, JSON.parse(process.argv[2] ?? '') as Parameters<typeof retrieve>[1]);
await database.close();
