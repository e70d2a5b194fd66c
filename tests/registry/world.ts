import { afterAll, beforeAll } from 'vitest';
import { receiveMembers } from '../../src/modules/registry/index.js';
import type { Ctx } from '../../src/platform/context.js';
import { type TestContext, testContext } from '../support/context.js';

/** A world of authorities and register on a database of its own, with a clock that the test moves. */
export interface World {
  readonly ctx: Ctx;
  readonly url: string;
  /** Sets the instant that the world believes in; time stands still there. */
  at(instant: string): void;
}

/** Opens the world before the tests of a file and closes it after them. */
export function useWorld(): World {
  let opened: TestContext;
  let now: Date | undefined;
  const world = {
    ctx: undefined as unknown as Ctx,
    url: '',
    at(instant: string) {
      now = new Date(instant);
    },
  };
  beforeAll(async () => {
    opened = await testContext({ reactions: { 'authorities.member-changed': [receiveMembers] } });
    world.url = opened.app.databaseUrl;
    world.ctx = { ...opened.ctx, clock: { now: () => now ?? new Date() } };
  });
  afterAll(() => opened.close());
  return world;
}
