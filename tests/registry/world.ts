import { afterAll, beforeAll } from 'vitest';
import { receiveMembers } from '../../src/modules/registry/index.js';
import { readConfig } from '../../src/platform/config.js';
import type { Ctx } from '../../src/platform/context.js';
import { type Database, openDatabase } from '../../src/platform/db/connection.js';
import { createLog } from '../../src/platform/log.js';
import { testDatabase } from '../support/database.js';

/** A world of authorities and register on a database of its own, with a clock that the test moves. */
export interface World {
  readonly ctx: Ctx;
  readonly url: string;
  /** Sets the instant that the world believes in. */
  at(instant: string): void;
}

/** Opens the world before the tests of a file and closes it after them. */
export function useWorld(): World {
  let database: Database;
  let now: Date | undefined;
  const world = {
    ctx: undefined as unknown as Ctx,
    url: '',
    at(instant: string) {
      now = new Date(instant);
    },
  };
  beforeAll(async () => {
    world.url = await testDatabase();
    database = openDatabase(world.url);
    const nothing = { send: async () => undefined };
    world.ctx = {
      db: database.db,
      clock: { now: () => now ?? new Date() },
      actor: 'system',
      correlation: 'test',
      config: readConfig({}),
      log: createLog('silent'),
      mail: nothing,
      sms: nothing,
      reactions: { 'authorities.member-changed': [receiveMembers] },
    };
  });
  afterAll(() => database.close());
  return world;
}
