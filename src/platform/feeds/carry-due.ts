import { sql } from 'kysely';
import { as, type Ctx, transaction } from '../context.js';
import { rows } from '../db/connection.js';
import { ask } from '../events.js';

interface DueLine {
  readonly reaction: string;
  readonly subject: string;
  readonly dueAt: Date;
  readonly actor: string;
  readonly correlation: string;
}

const BATCH = 500;

/**
 * Sends on what was due up to an instant, in the order of the dates: a line leaves the table in the transaction that
 * asks for its reaction, so that a process that dies loses nothing and two processes do nothing twice. Out: how many.
 */
export async function carryDue(ctx: Ctx, until: Date = ctx.clock.now()): Promise<number> {
  let carried = 0;
  for (;;) {
    const batch = await transaction(ctx, (tx) => carryBatch(tx, until));
    if (batch === 0) return carried;
    carried += batch;
  }
}

async function carryBatch(ctx: Ctx, until: Date): Promise<number> {
  const lines = await rows(
    ctx.db,
    sql<DueLine>`with taken as (
        select reaction, subject from platform.due where due_at <= ${until}
        order by due_at, reaction, subject limit ${BATCH} for update skip locked),
      gone as (delete from platform.due d using taken t
        where d.reaction = t.reaction and d.subject = t.subject
        returning d.reaction, d.subject, d.due_at, d.actor, d.correlation)
      select reaction, subject, due_at "dueAt", actor, correlation from gone order by due_at, reaction, subject`,
  );
  const together = Map.groupBy(lines, (line) =>
    JSON.stringify([line.dueAt, line.reaction, line.actor, line.correlation]),
  );
  for (const some of together.values()) {
    const [{ reaction, actor, correlation, dueAt } = some[0] as DueLine] = some;
    const world = { ...as(ctx, actor, correlation), since: dueAt };
    await ask(
      world,
      reaction,
      some.map(({ subject }) => subject),
    );
  }
  return lines.length;
}
