import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClock } from '../../src/platform/clock.js';
import { type Database, openDatabase } from '../../src/platform/db/connection.js';
import { testDatabase } from '../support/database.js';

let database: Database;

beforeAll(async () => {
  database = openDatabase(await testDatabase());
});
afterAll(() => database.close());

const BEFORE = new Date('2025-12-18T12:00:00Z');
const AFTER = new Date('2025-12-19T12:00:00Z');
const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** Holds back the answer of the next query, once armed, until it is let go. */
class HeldAnswer implements KyselyPlugin {
  #gate: Promise<void> | undefined;
  readonly #held = Promise.withResolvers<void>();
  readonly #let = Promise.withResolvers<void>();

  arm = () => {
    this.#gate = this.#let.promise;
  };
  reached = this.#held.promise;
  letGo = () => this.#let.resolve();

  transformQuery: KyselyPlugin['transformQuery'] = ({ node }) => node;
  transformResult: KyselyPlugin['transformResult'] = async ({ result }) => {
    const gate = this.#gate;
    this.#gate = undefined;
    if (gate) this.#held.resolve();
    await gate;
    return result;
  };
}

describe('a clock that is moved twice', () => {
  it('keeps the later time though the reading that announced the earlier one is answered last', async () => {
    const held = new HeldAnswer();
    const clock = await openClock(database.db.withPlugin(held), undefined);
    await clock.set(BEFORE);
    held.arm();
    const late = clock.refresh();
    await held.reached;
    await clock.set(AFTER);
    held.letGo();
    await late;
    expect(dayOf(clock.now())).toBe('2025-12-19');
  });

  it('tells the time of whoever moved it last, at once for him and soon for every other', async () => {
    const clock = await openClock(database.db, undefined);
    const other = await openClock(database.db, undefined);
    for (const at of [BEFORE, AFTER, BEFORE]) {
      await clock.set(at);
      expect(dayOf(clock.now())).toBe(dayOf(at));
    }
    await Promise.all([other.refresh(), other.set(AFTER), clock.set(AFTER), clock.refresh()]);
    expect([clock, other].map((one) => dayOf(one.now()))).toEqual(['2025-12-19', '2025-12-19']);
  });
});
