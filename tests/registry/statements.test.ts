import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { afterAll, expect, it } from 'vitest';
import { registerMembers } from '../../src/modules/authorities/index.js';
import { persons, receive } from '../../src/modules/registry/index.js';
import type { Ctx } from '../../src/platform/context.js';
import { doctor } from './people.js';
import { useWorld } from './world.js';

const world = useWorld();
let pool: pg.Pool | undefined;
afterAll(() => pool?.end());

it('registering and receiving takes as many statements for 200 people as for 2', async () => {
  let statements = 0;
  pool = new pg.Pool({ connectionString: world.url, max: 2 });
  const dialect = new PostgresDialect({ pool });
  const db = new Kysely<Record<never, never>>({
    dialect,
    log: () => {
      statements += 1;
    },
  });
  const ctx: Ctx = { ...world.ctx, db };
  const take = async (from: number, count: number) => {
    const before = statements;
    const many = await registerMembers(
      ctx,
      Array.from({ length: count }, (_, i) => doctor(from + i)),
    );
    const outcomes = await receive(
      ctx,
      many.map((one) => one.memberId),
    );
    const numbers = outcomes.flatMap((one) => (one.status === 'received' ? one.idNat : []));
    expect((await persons(ctx, numbers)).size).toBe(count);
    return statements - before;
  };
  // The first job of a name makes the name known.
  await take(500, 1);
  const few = await take(1000, 2);
  expect(few).toBeGreaterThan(5);
  expect(await take(2000, 200)).toBe(few);
});
