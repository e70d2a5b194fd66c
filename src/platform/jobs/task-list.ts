import type { Task } from 'graphile-worker';
import { as, type Ctx, newCorrelation, transaction } from '../context.js';
import { ask, type Reaction, type ReactionTable } from '../events.js';
import { Lane } from './lane.js';
import { type NextHop, Onward } from './onward.js';
import { causesOf, type ReactionPayload, reactionPayload, takeAlong } from './take-along.js';

/** A job that is not a reaction: mail to send, a periodic clean-up. */
export interface JobHandler {
  readonly name: string;
  /** When it runs by itself: a cron line in UTC, e.g. `5 * * * *`. One run in all, however many processes. */
  readonly every?: string;
  run(ctx: Ctx, payload: unknown): Promise<void>;
}

/** Name of a job -> what it does. */
export function taskList(
  ctx: Ctx,
  reactions: ReactionTable,
  handlers: readonly JobHandler[],
): Record<string, Task> {
  const tasks: Record<string, Task> = {};
  for (const reaction of Object.values(reactions).flat()) {
    const lane = new Lane((jobs: readonly ReactionPayload[]) => runTogether(ctx, reaction, jobs));
    tasks[reaction.name] = async (raw) => {
      const job = reactionPayload.parse(raw);
      const { actor, correlation, since } = job;
      if (reaction.together && !since && (await lane.join(job))) return;
      const world = { ...as(ctx, actor, correlation), ...(since && { since }) };
      await runOrHalve(job.causes ? { ...world, causes: causesOf([job]) } : world, reaction, job.subjects);
    };
  }
  for (const handler of handlers) {
    tasks[handler.name] = (raw) => handler.run(as(ctx, 'system', newCorrelation()), raw);
  }
  return tasks;
}

/**
 * Runs jobs with those that wait for the same reaction, and the hops that follow at once: under load a hop costs its
 * statements once for all who wait, and on the way nothing is written but what changed. False when that failed, and
 * nothing was done: each is to run by itself, hop by hop, since one of them is the culprit.
 */
async function runTogether(
  ctx: Ctx,
  reaction: Reaction,
  ready: readonly ReactionPayload[],
): Promise<boolean> {
  let alone = true;
  const [first] = ready;
  const world = first ? as(ctx, first.actor, first.correlation) : ctx;
  try {
    await transaction(world, async (tx) => {
      const jobs = [...ready, ...(await takeAlong(tx.db, reaction.name))];
      alone = jobs.length === 1 && first?.subjects.length === 1;
      const causes = causesOf(jobs);
      const onward = new Onward();
      await runHop({ ...tx, onward }, { reaction, causes });
      for (let hop = onward.next(); hop; hop = onward.next()) {
        alone = false;
        await runHop({ ...tx, onward }, hop);
      }
      await onward.finish();
    });
    return true;
  } catch (error) {
    if (alone) throw error;
    ctx.log.warn({ job: reaction.name, err: error }, 'jobs parted');
    return false;
  }
}

const runHop = (ctx: Ctx, { reaction, causes }: NextHop): Promise<void> =>
  reaction.run({ ...ctx, causes }, [...causes.keys()]);

/**
 * One subject that cannot be taken must not hold back the others of its batch: a batch that fails is asked for again
 * as two halves, until the culprit is alone with its own attempts.
 */
async function runOrHalve(ctx: Ctx, reaction: Reaction, subjects: readonly string[]): Promise<void> {
  try {
    await reaction.run(ctx, subjects);
  } catch (error) {
    if (subjects.length < 2) throw error;
    const middle = Math.ceil(subjects.length / 2);
    await transaction(ctx, async (tx) => {
      await ask(tx, reaction.name, subjects.slice(0, middle));
      await ask(tx, reaction.name, subjects.slice(middle));
    });
    ctx.log.warn({ job: reaction.name, subjects: subjects.length, err: error }, 'batch halved');
  }
}
