import type { Task } from 'graphile-worker';
import { z } from 'zod';
import { as, type Ctx, newCorrelation, transaction } from '../context.js';
import { ask, type Reaction, type ReactionTable } from '../events.js';

/** A job that is not a reaction: mail to send, a periodic clean-up. */
export interface JobHandler {
  readonly name: string;
  /** When it runs by itself: a cron line in UTC, e.g. `5 * * * *`. One run in all, however many processes. */
  readonly every?: string;
  run(ctx: Ctx, payload: unknown): Promise<void>;
}

const reactionPayload = z.object({
  subjects: z.array(z.string()),
  actor: z.string(),
  correlation: z.string(),
  since: z.coerce.date().optional(),
});

/** Name of a job -> what it does. */
export function taskList(
  ctx: Ctx,
  reactions: ReactionTable,
  handlers: readonly JobHandler[],
): Record<string, Task> {
  const tasks: Record<string, Task> = {};
  for (const reaction of Object.values(reactions).flat()) {
    tasks[reaction.name] = async (raw) => {
      const { subjects, actor, correlation, since } = reactionPayload.parse(raw);
      await runOrHalve({ ...as(ctx, actor, correlation), ...(since && { since }) }, reaction, subjects);
    };
  }
  for (const handler of handlers) {
    tasks[handler.name] = (raw) => handler.run(as(ctx, 'system', newCorrelation()), raw);
  }
  return tasks;
}

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
