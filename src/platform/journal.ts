import { sql } from 'kysely';
import type { Ctx } from './context.js';
import { rows } from './db/connection.js';

export interface JournalEntry {
  /** `<module>.<verb>`, e.g. `directory.look-at-restricted`. */
  readonly act: string;
  readonly subject?: string;
  readonly outcome: 'done' | 'refused';
  readonly reason?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Writes one privileged act or one refusal; the actor and the correlation come from the context. */
export async function journal(ctx: Ctx, entry: JournalEntry): Promise<void> {
  await sql`insert into platform.journal (at, actor, act, subject, outcome, reason, correlation, data)
    values (${ctx.clock.now()}, ${ctx.actor}, ${entry.act}, ${entry.subject ?? null}, ${entry.outcome},
      ${entry.reason ?? null}, ${ctx.correlation}, ${JSON.stringify(entry.data ?? {})}::jsonb)`.execute(
    ctx.db,
  );
}

export interface JournalLine {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly act: string;
  readonly subject: string | null;
  readonly outcome: 'done' | 'refused';
  readonly reason: string | null;
}

/** The newest lines about a subject, newest first. */
export function journalOf(ctx: Pick<Ctx, 'db'>, subject: string, limit = 50): Promise<JournalLine[]> {
  return rows(
    ctx.db,
    sql<JournalLine>`select id, at, actor, act, subject, outcome, reason from platform.journal
      where subject = ${subject} order by id desc limit ${limit}`,
  );
}
