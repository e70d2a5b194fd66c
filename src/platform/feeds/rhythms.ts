import { sql } from 'kysely';
import { type Ctx, transaction } from '../context.js';
import { affected, one, rows } from '../db/connection.js';
import { statement } from '../db/statement.js';
import { Refusal } from '../errors.js';
import { journal } from '../journal.js';
import type { Feed } from './feed.js';

/** `immediate`: a change is copied at once. `national`: after the time that the texts give, see Feed. */
export type RhythmName = 'immediate' | 'national';

export const EVERY_FEED = '*';

export interface RhythmDecision {
  readonly id: number;
  /** Code of a feed, or EVERY_FEED. */
  readonly feed: string;
  readonly rhythm: RhythmName;
  readonly effectiveAt: Date;
  readonly decidedAt: Date;
  readonly by: string;
  readonly reason: string;
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
}

const COLUMNS = sql.raw(`id, feed, rhythm, effective_at "effectiveAt", decided_at "decidedAt", by, reason,
  undone_at "undoneAt", undone_by "undoneBy"`);

/**
 * The rhythm in which a feed runs now: that of the decision for it, or for all, that took effect last. Immediate
 * as long as nobody decided otherwise.
 */
export async function rhythmOf(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  feed: Pick<Feed, 'code'>,
): Promise<RhythmName> {
  const { rows: found } = await lastDecision(ctx.db, { now: ctx.clock.now(), feed: feed.code });
  return found[0]?.rhythm ?? 'immediate';
}

const lastDecision = statement<{ now: Date; feed: string }, { rhythm: RhythmName }>(
  'platform_last_rhythm',
  (value) => sql`select rhythm from platform.rhythm_decisions
    where undone_at is null and effective_at <= ${value('now')} and feed in (${value('feed')}, ${sql.lit(EVERY_FEED)})
    order by effective_at desc, id desc limit 1`,
);

/** Every decision, newest first, at most `limit`. */
export function rhythmDecisions(ctx: Pick<Ctx, 'db'>, limit = 20): Promise<RhythmDecision[]> {
  return rows(
    ctx.db,
    sql<RhythmDecision>`select ${COLUMNS} from platform.rhythm_decisions order by id desc limit ${limit}`,
  );
}

/**
 * Gives a feed, or all of them, a rhythm from an instant on. What already waits keeps its date.
 * Out: the number of the decision, by which it may be undone.
 */
export function decideRhythm(
  ctx: Ctx,
  what: {
    readonly feed: string;
    readonly rhythm: RhythmName;
    readonly effectiveAt: Date;
    readonly reason: string;
  },
): Promise<number> {
  return transaction(ctx, async (tx) => {
    const decision = await one(
      tx.db,
      sql<{
        id: number;
      }>`insert into platform.rhythm_decisions (feed, rhythm, effective_at, decided_at, by, reason)
        values (${what.feed}, ${what.rhythm}, ${what.effectiveAt}, ${tx.clock.now()}, ${tx.actor}, ${what.reason})
        returning id`,
    );
    if (!decision) throw new Error('no decision was written');
    const data = { rhythm: what.rhythm, effectiveAt: what.effectiveAt.toISOString() };
    const subject = `feed:${what.feed}`;
    await journal(tx, { act: 'feeds.decide-rhythm', subject, outcome: 'done', reason: what.reason, data });
    return decision.id;
  });
}

/** Takes a decision back: the one before is in effect again. Throws `feeds.nothing-to-undo` the second time. */
export function undoRhythm(ctx: Ctx, id: number): Promise<void> {
  return transaction(ctx, async (tx) => {
    const undone = await affected(
      tx.db,
      sql`update platform.rhythm_decisions set undone_at = ${tx.clock.now()}, undone_by = ${tx.actor}
        where id = ${id} and undone_at is null`,
    );
    if (undone === 0) throw nothingToUndo();
    await journal(tx, { act: 'feeds.undo-rhythm', subject: `decision:${id}`, outcome: 'done' });
  });
}

const nothingToUndo = () =>
  new Refusal({
    code: 'feeds.nothing-to-undo',
    status: 409,
    message: 'Cette décision n’existe pas, ou elle est déjà annulée.',
  });
