import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catchUp, hopsBehind } from '../../src/platform/catch-up.js';
import { type Ctx, transaction } from '../../src/platform/context.js';
import { rows } from '../../src/platform/db/connection.js';
import { emit, type Reaction } from '../../src/platform/events.js';
import { carryDue } from '../../src/platform/feeds/carry-due.js';
import { delayOf, type Feed } from '../../src/platform/feeds/feed.js';
import { decideRhythm, EVERY_FEED, rhythmOf, undoRhythm } from '../../src/platform/feeds/rhythms.js';
import { datesOf, nextDate, waitingByReaction } from '../../src/platform/feeds/waiting.js';
import { runPendingJobs } from '../../src/platform/jobs.js';
import { type TestContext, testContext, twentyAtOnce } from '../support/context.js';

const H = 3_600_000;
const DAY = new Date('2021-02-01T10:00:00Z');

const feed = (code: string, extra: Partial<Feed> = {}): Feed => ({
  code,
  title: code,
  arrival: `${code}.arrived`,
  rhythms: [{ delayHours: 24, source: 'test' }],
  ...extra,
});

let world: TestContext;
let ctx: Ctx;
let ran: string[];
/** What the copy has: `behind` says what it lacks. */
let copied: Set<string>;
let changed: Set<string>;

const first: Reaction = {
  name: 'test.first',
  feed: feed('first'),
  async run(inside, subjects) {
    ran.push(...subjects.map((one) => `first ${one}`));
    for (const one of subjects) copied.add(one);
    await emit(
      inside,
      subjects.map((subject) => ({ type: 'test.copied', subject, version: 1 })),
    );
  },
  behind: async () => [...changed].filter((one) => !copied.has(one)),
};
const second: Reaction = {
  name: 'test.second',
  feed: feed('second'),
  run: async (_, subjects) => void ran.push(...subjects.map((one) => `second ${one}`)),
};
/** A whole publication in the feed of the first. */
const bulk: Reaction = {
  name: 'test.bulk',
  ...(first.feed && { feed: first.feed }),
  run: async (_, loads) => void ran.push(...loads.map((one) => `bulk ${one}`)),
};
const reactions = { 'test.changed': [first], 'test.published': [bulk], 'test.copied': [second] };

beforeAll(async () => {
  world = await testContext({ reactions });
  ctx = world.ctx;
});
beforeEach(async () => {
  [ran, copied, changed] = [[], new Set(), new Set()];
  await sql`truncate platform.due, platform.rhythm_decisions`.execute(ctx.db);
  await world.app.clock.set(DAY);
});
afterAll(() => world.close());

const national = (code = EVERY_FEED, effectiveAt = DAY) =>
  decideRhythm(ctx, { feed: code, rhythm: 'national', effectiveAt, reason: 'test' });
const change = (...subjects: string[]) =>
  transaction(ctx, (tx) => {
    for (const one of subjects) changed.add(one);
    return emit(
      tx,
      subjects.map((subject) => ({ type: 'test.changed', subject, version: 1 })),
    );
  });
const work = () => runPendingJobs({ ctx, url: world.app.databaseUrl, reactions, handlers: [] });
/** The clock at so many hours of the day of the test; what is due is carried. */
async function at(hours: number) {
  await world.app.clock.set(new Date(DAY.getTime() + hours * H));
  const carried = await carryDue(ctx);
  await work();
  return carried;
}

describe('a feed at the national rhythm', () => {
  it('waits its time, runs once, and hands on a date that counts from its own', async () => {
    await national();
    await change('P1');
    await work();
    expect(ran).toEqual([]);
    expect(await at(23.9)).toBe(0);
    // Carried late: the next date counts from the day on which this one was due.
    expect(await at(26)).toBe(1);
    expect(ran).toEqual(['first P1']);
    const due = (await datesOf(ctx, 'test.second', ['P1'])).get('P1')?.getTime() ?? 0;
    expect(due - DAY.getTime()).toBeGreaterThanOrEqual(48 * H);
    expect(due - DAY.getTime()).toBeLessThan(48 * H + 60_000);
    expect(await at(49)).toBe(1);
    expect(ran).toEqual(['first P1', 'second P1']);
    expect(await at(1000)).toBe(0);
  });

  it('keeps the first date of a subject that changes again while it waits', async () => {
    await national();
    await change('P1');
    const [before] = [...(await datesOf(ctx, 'test.first', ['P1'])).values()];
    await world.app.clock.set(new Date(DAY.getTime() + 20 * H));
    await change('P1');
    expect([...(await datesOf(ctx, 'test.first', ['P1'])).values()]).toEqual([before]);
    expect(await at(24.1)).toBe(1);
    // What changes after the run waits for a run of its own.
    await change('P1');
    expect(await nextDate(ctx, new Date(DAY.getTime() + 47 * H))).toBeUndefined();
    expect(await waitingByReaction(ctx)).toHaveLength(2);
  });

  it('is not cut short by the catching up of what is late', async () => {
    await national();
    await change('P1', 'P2');
    expect((await hopsBehind(ctx))[0]?.subjects).toEqual([]);
    expect(await catchUp(ctx)).toEqual([]);
    // One whose line was lost by a hand in the tables is late.
    await sql`delete from platform.due where subject = 'P2'`.execute(ctx.db);
    expect((await catchUp(ctx))[0]?.subjects).toEqual(['P2']);
    await work();
    expect(ran).toEqual(['first P2']);
  });

  it('keeps the catching up away from the people of a publication that waits', async () => {
    await national();
    changed.add('P1');
    await emit(ctx, [{ type: 'test.published', subject: '7', version: 1 }]);
    expect(await catchUp(ctx)).toEqual([]);
    await at(24.1);
    expect(ran).toEqual(['bulk 7']);
    expect((await catchUp(ctx))[0]?.subjects).toEqual(['P1']);
    await work();
    expect(ran).toEqual(['bulk 7', 'first P1']);
  });

  it('is written with the change, or not at all', async () => {
    await national();
    await expect(
      transaction(ctx, async (tx) => {
        await emit(tx, [{ type: 'test.changed', subject: 'P1', version: 1 }]);
        throw new Error('the process dies');
      }),
    ).rejects.toThrow('the process dies');
    expect(await waitingByReaction(ctx)).toEqual([]);
  });

  it('loses nothing when it dies while it carries, and does nothing twice when twenty carry at once', async () => {
    await national();
    const people = Array.from({ length: 1200 }, (_, n) => `P${n}`);
    await change(...people);
    await world.app.clock.set(new Date(DAY.getTime() + 25 * H));
    await expect(
      transaction(ctx, async (tx) => {
        expect(await carryDue(tx)).toBe(1200);
        throw new Error('the process dies');
      }),
    ).rejects.toThrow('the process dies');
    await work();
    expect(ran).toEqual([]);
    await twentyAtOnce(() => carryDue(ctx));
    await work();
    expect(ran.sort()).toEqual(people.map((one) => `first ${one}`).sort());
  });

  it('lets travel at once those whom its rhythm is not about', async () => {
    const choosy = feed('choosy', { about: /^8/ });
    expect([delayOf(choosy, '8997', DAY), delayOf(choosy, '0997', DAY)]).toEqual([24 * H, 0]);
    const dated = feed('dated', {
      rhythms: [
        { to: '2021-01-19', delayHours: 24, source: 'before' },
        { from: '2021-01-20', delayHours: 0, source: 'since' },
      ],
    });
    // Civil days of France: 23:30 UTC on the 19th is the 20th already.
    const days = ['2021-01-19T22:30:00Z', '2021-01-19T23:30:00Z'].map((day) => new Date(day));
    expect(days.map((day) => delayOf(dated, 'P1', day))).toEqual([24 * H, 0]);
  });
});

describe('a decision on the rhythm', () => {
  it('takes effect at its date, for its feed, and the last one to take effect wins', async () => {
    expect(await rhythmOf(ctx, feed('first'))).toBe('immediate');
    await national('first', new Date(DAY.getTime() + H));
    expect(await rhythmOf(ctx, feed('first'))).toBe('immediate');
    await world.app.clock.set(new Date(DAY.getTime() + 2 * H));
    expect([await rhythmOf(ctx, feed('first')), await rhythmOf(ctx, feed('second'))]).toEqual([
      'national',
      'immediate',
    ]);
    await national(EVERY_FEED, new Date(DAY.getTime() + 90 * 60_000));
    expect(await rhythmOf(ctx, feed('second'))).toBe('national');
  });

  it('is undone once, of twenty at a time, and both acts are journaled with their reason', async () => {
    const id = await national();
    expect(await rhythmOf(ctx, feed('first'))).toBe('national');
    expect(await twentyAtOnce(() => undoRhythm(ctx, id))).toBe(1);
    expect(await rhythmOf(ctx, feed('first'))).toBe('immediate');
    const acts = await rows(
      ctx.db,
      sql<{ act: string; reason: string | null }>`select act, reason from platform.journal
        where act like 'feeds.%' order by id desc limit 2`,
    );
    expect(acts).toEqual([
      { act: 'feeds.undo-rhythm', reason: null },
      { act: 'feeds.decide-rhythm', reason: 'test' },
    ]);
  });
});
