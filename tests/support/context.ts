import type { App } from '../../src/platform/app.js';
import { openClock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { type Ctx, newCorrelation } from '../../src/platform/context.js';
import { openDatabase } from '../../src/platform/db/connection.js';
import type { ReactionTable } from '../../src/platform/events.js';
import { createLog } from '../../src/platform/log.js';
import type { Mail } from '../../src/platform/mail.js';
import type { Sms } from '../../src/platform/sms.js';
import { testDatabase } from './database.js';
import { EXTRACTS_DIR } from './extracts-dir.js';
import { IGC_KEYS } from './igc-keys.js';

/** The world of a test, without server nor jobs. */
export interface TestContext {
  readonly ctx: Ctx;
  readonly app: App;
  /** What was sent, oldest first. */
  readonly mails: Mail[];
  readonly texts: Sms[];
  /** What the log was warned of. */
  readonly warnings: unknown[];
  close(): Promise<void>;
}

export interface ContextOptions {
  readonly env?: Record<string, string>;
  readonly connections?: number;
  readonly reactions?: ReactionTable;
}

/** A world on a database of its own: messages are kept, `app.clock.set` moves its time. The caller closes it. */
export async function testContext(options: ContextOptions = {}): Promise<TestContext> {
  const databaseUrl = await testDatabase();
  const database = openDatabase(databaseUrl, options.connections);
  const clock = await openClock(database.db, undefined);
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    ESCULAPE_LOG: 'silent',
    EXTRACTS_DIR,
    ...IGC_KEYS,
    ...options.env,
  });
  const [mails, texts, warnings]: [Mail[], Sms[], unknown[]] = [[], [], []];
  const log = createLog('silent');
  log.warn = ((line: unknown) => void warnings.push(line)) as typeof log.warn;
  const ctx: Ctx = {
    ...{ db: database.db, clock, config, log, actor: 'system', correlation: newCorrelation() },
    mail: { send: async (mail) => void mails.push(mail) },
    sms: { send: async (sms) => void texts.push(sms) },
    reactions: options.reactions ?? {},
  };
  const app: App = { ctx, clock, config, database, databaseUrl };
  return { ctx, app, mails, texts, warnings, close: () => database.close() };
}

/** Twenty attempts at once; how many went through. */
export async function twentyAtOnce(attempt: () => Promise<unknown>): Promise<number> {
  const all = await Promise.allSettled(Array.from({ length: 20 }, attempt));
  return all.filter((one) => one.status === 'fulfilled').length;
}
