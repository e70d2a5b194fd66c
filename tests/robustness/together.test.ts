import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { as, type Ctx, transaction } from '../../src/platform/context.js';
import { rows } from '../../src/platform/db/connection.js';
import { emit, eventsOf, type ReactionTable } from '../../src/platform/events.js';
import { startWorker } from '../../src/platform/jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';

let test: TestApp;
let runs: string[][];

beforeAll(async () => {
  test = await startTestApp();
});
beforeEach(() => {
  runs = [];
});
afterAll(() => test.stop());

/** A hop that tells on what it received, and one that ends there. `culprit` cannot be taken, `last` not by the second. */
function chain(name: string, culprit = '', last = ''): ReactionTable {
  return {
    [`${name}.happened`]: [
      {
        name: `${name}.pass-on`,
        together: true,
        run: (ctx, subjects) =>
          transaction(ctx, async (tx) => {
            runs.push([...subjects]);
            if (subjects.includes(culprit)) throw new Error(`${culprit} cannot be taken`);
            const passed = subjects.map((subject) => ({ type: `${name}.passed-on`, subject, version: 1 }));
            await emit(tx, passed);
          }),
      },
    ],
    [`${name}.passed-on`]: [
      {
        name: `${name}.receive`,
        together: true,
        run: async (ctx, subjects) => {
          if (subjects.includes(last)) throw new Error(`${last} cannot be received`);
          const received = subjects.map((subject) => ({ type: `${name}.received`, subject, version: 1 }));
          await transaction(ctx, (tx) => emit(tx, received));
        },
      },
    ],
  };
}

/** Forty changes by forty people, all there before a worker looks. */
async function forty(reactions: ReactionTable, name: string): Promise<string[]> {
  const subjects = Array.from({ length: 40 }, (_, n) => `${name}-${n}`);
  for (const subject of subjects) {
    const ctx: Ctx = { ...as(test.app.ctx, `person:${subject}`, `request ${subject}`), reactions };
    await transaction(ctx, (tx) => emit(tx, [{ type: `${name}.happened`, subject, version: 1 }]));
  }
  return subjects;
}

const waiting = (name: string) =>
  rows(
    test.app.ctx.db,
    sql<{
      key: string;
    }>`select key from graphile_worker.jobs where starts_with(task_identifier, ${`${name}.`})`,
  );

const work = (reactions: ReactionTable) =>
  startWorker({
    ctx: { ...test.app.ctx, reactions },
    url: test.app.databaseUrl,
    reactions,
    handlers: [],
    concurrency: 1,
  });

it('carries what waits in one go, and each change keeps who made it and by which request', async () => {
  const reactions = chain('test-together');
  const subjects = await forty(reactions, 'test-together');
  const worker = await work(reactions);
  try {
    await expect.poll(() => waiting('test-together')).toEqual([]);
  } finally {
    await worker.stop();
  }
  expect(runs.flat().sort()).toEqual(subjects.toSorted());
  expect(runs.length).toBeLessThan(5);
  const told = await eventsOf(test.app.ctx, subjects, ['test-together.passed-on']);
  expect(told.map(({ subject, actor, correlation }) => [subject, actor, correlation]).sort()).toEqual(
    subjects.map((subject) => [subject, `person:${subject}`, `request ${subject}`]).sort(),
  );
});

it('parts them when one cannot be taken: the others pass, and it alone is tried again later', async () => {
  const culprit = 'test-parted-17';
  const reactions = chain('test-parted', culprit);
  const subjects = await forty(reactions, 'test-parted');
  const worker = await work(reactions);
  try {
    await expect.poll(() => waiting('test-parted')).toEqual([{ key: `test-parted.pass-on:${culprit}` }]);
  } finally {
    await worker.stop();
  }
  const told = await eventsOf(test.app.ctx, subjects, ['test-parted.passed-on']);
  expect(told.map(({ subject }) => subject).sort()).toEqual(
    subjects.filter((one) => one !== culprit).toSorted(),
  );
});

/** What was told of each subject, with the transaction that told it. */
const told = (name: string) =>
  rows(
    test.app.ctx.db,
    sql<{ type: string; subject: string; actor: string; correlation: string; written: string }>`
      select type, subject, actor, correlation, xmin::text written from platform.events
      where starts_with(type, ${`${name}.`}) order by id`,
  );

it('does the hops that follow in the transaction of the first, with the causes of each change', async () => {
  const reactions = chain('test-onward');
  const subjects = await forty(reactions, 'test-onward');
  const worker = await work(reactions);
  try {
    await expect.poll(() => waiting('test-onward')).toEqual([]);
  } finally {
    await worker.stop();
  }
  const bySubject = Map.groupBy(await told('test-onward'), ({ subject }) => subject);
  expect([...bySubject.keys()].sort()).toEqual(subjects.toSorted());
  for (const [subject, [, passed, received, ...others]] of bySubject) {
    expect(others).toEqual([]);
    expect(received).toEqual({ ...passed, type: 'test-onward.received' });
    expect(received).toMatchObject({ actor: `person:${subject}`, correlation: `request ${subject}` });
  }
});

it('takes the first hop alone where a later one cannot be taken: only that one waits to be tried again', async () => {
  const culprit = 'test-stuck-17';
  const reactions = chain('test-stuck', '', culprit);
  const subjects = await forty(reactions, 'test-stuck');
  const worker = await work(reactions);
  try {
    await expect.poll(() => waiting('test-stuck')).toEqual([{ key: `test-stuck.receive:${culprit}` }]);
  } finally {
    await worker.stop();
  }
  const all = await told('test-stuck');
  const who = (type: string) =>
    all
      .filter((event) => event.type === type)
      .map(({ subject }) => subject)
      .sort();
  expect(who('test-stuck.passed-on')).toEqual(subjects.toSorted());
  expect(who('test-stuck.received')).toEqual(subjects.filter((one) => one !== culprit).toSorted());
});
