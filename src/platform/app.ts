import type { MovableClock } from './clock.js';
import type { Config } from './config.js';
import type { Ctx } from './context.js';
import type { Database } from './db/connection.js';

/** What a portal or a machine contract is built from. */
export interface App {
  /** The world for the actor `system`; a request has its own in `c.get('ctx')`. */
  readonly ctx: Ctx;
  readonly clock: MovableClock;
  readonly config: Config;
  readonly database: Database;
  /** Direct connection string, for LISTEN. */
  readonly databaseUrl: string;
}
