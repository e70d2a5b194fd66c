import { type Cause, causeOf } from '../causes.js';
import type { Ctx } from '../context.js';
import type { Reaction } from '../events.js';

/** One reaction to do, and its subjects with what caused the change of each. */
export interface NextHop {
  readonly reaction: Reaction;
  readonly causes: ReadonlyMap<string, Cause>;
}

/**
 * What the events of a transaction cause and the same transaction does, where a job would do it in the next one: the
 * hops of a datum that nothing puts off. In the order in which they were asked for, each once for all its subjects.
 */
export class Onward {
  private readonly asked = new Map<Reaction, Map<string, Cause>>();
  private readonly lasts: (() => Promise<unknown>)[] = [];

  add(ctx: Ctx, reaction: Reaction, subjects: readonly string[]): void {
    if (subjects.length === 0) return;
    const causes = this.asked.get(reaction) ?? new Map<string, Cause>();
    for (const subject of subjects) causes.set(subject, causeOf(ctx, subject));
    this.asked.set(reaction, causes);
  }

  /** The next hop, which leaves the list; undefined when all is done. */
  next(): NextHop | undefined {
    for (const [reaction, causes] of this.asked) {
      this.asked.delete(reaction);
      return { reaction, causes };
    }
    return undefined;
  }

  /** Notes what is to be done after all hops, since others wait from there to the commit. */
  addLast(work: () => Promise<unknown>): void {
    this.lasts.push(work);
  }

  async finish(): Promise<void> {
    for (const work of this.lasts) await work();
  }
}

/** Does something at the end of a transaction that does hops on its way, or else at once. */
export async function doLast({ onward }: Ctx, work: () => Promise<unknown>): Promise<void> {
  if (onward) onward.addLast(work);
  else await work();
}
