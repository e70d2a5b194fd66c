import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentPublication, publish } from '../../src/modules/directory/index.js';
import { transaction } from '../../src/platform/context.js';
import { rows } from '../../src/platform/db/connection.js';
import { type TestContext, testContext } from '../support/context.js';

let world: TestContext;
beforeAll(async () => {
  world = await testContext({ connections: 12 });
});
afterAll(() => world.close());

/** Writes one entry and publishes it, as every writer of the directory does. */
const write = (idNat: string) =>
  transaction(world.ctx, async (ctx) => {
    await sql`insert into directory.entries (id_nat, version, published, updated_at, person, sort_name, terms)
      values (${idNat}, 1, true, now(), '{}', '', '')`.execute(ctx.db);
    await sql`select pg_sleep(random() * 0.02)`.execute(ctx.db);
    await publish(ctx, 'live');
    return publish(ctx, 'live');
  });

describe('the publications of the directory', () => {
  it('have numbers without holes, one per transaction however often it publishes, and none when it fails', async () => {
    const before = await currentPublication(world.ctx);
    await expect(
      transaction(world.ctx, async (ctx) => {
        await publish(ctx, 'live');
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, i) => write(`89977${String(i).padStart(7, '0')}`)),
    );
    const numbers = made.map(({ number }) => number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, i) => before.number + 1 + i));
    expect((await currentPublication(world.ctx)).number).toBe(before.number + 40);
  });

  it('are never seen before what they hold: who reads number n finds its rows and those of all before it', async () => {
    let writing = true;
    const readers = Array.from({ length: 4 }, async () => {
      let seen = 0;
      while (writing) {
        const [state] = await rows(
          world.ctx.db,
          sql<{ number: number; entries: number; publications: number }>`select c.number,
            (select count(distinct e.xid)::int from directory.entries e
              join directory.publications p on p.xid = e.xid where p.number > 0) entries,
            (select count(*)::int from directory.publications where number > 0) publications
            from directory.current_publication c`,
        );
        expect(state).toEqual({ number: state?.number, entries: state?.number, publications: state?.number });
        seen += 1;
      }
      return seen;
    });
    await Promise.all(Array.from({ length: 60 }, (_, i) => write(`89976${String(i).padStart(7, '0')}`)));
    writing = false;
    expect(Math.min(...(await Promise.all(readers)))).toBeGreaterThan(0);
  });
});
