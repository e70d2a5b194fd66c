import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from './context.js';
import { rows } from './db/connection.js';
import { statement } from './db/statement.js';

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
  await write(ctx.db, journalLine(ctx, entry));
}

/** An entry as `journalWords` writes it. */
export type NewLine = { [key in 'actor' | 'act' | 'outcome' | 'correlation' | 'data']: string } & {
  readonly at: Date;
  readonly subject: string | null;
  readonly reason: string | null;
};

/** The values of an entry, for a statement that has `journalWords` in it. */
export const journalLine = (ctx: Ctx, entry: JournalEntry): NewLine => ({
  ...{ at: ctx.clock.now(), actor: ctx.actor, act: entry.act, subject: entry.subject ?? null },
  ...{ outcome: entry.outcome, reason: entry.reason ?? null, correlation: ctx.correlation },
  data: JSON.stringify(entry.data ?? {}),
});

/** The words that write an entry, for a statement that does at once what the entry says. In: when it is written. */
export const journalWords = (
  value: (key: keyof NewLine) => RawBuilder<unknown>,
  only: RawBuilder<unknown> = sql`true`,
): RawBuilder<never> =>
  sql`insert into platform.journal (at, actor, act, subject, outcome, reason, correlation, data)
    select ${value('at')}::timestamptz, ${value('actor')}::text, ${value('act')}::text, ${value('subject')}::text,
      ${value('outcome')}::text, ${value('reason')}::text, ${value('correlation')}::text, ${value('data')}::jsonb
    where ${only}`;

const write = statement<NewLine, never>('journal', (value) => journalWords(value));

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
