import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import { touch } from '../../registry/index.js';
import { professionsChangedBetween } from '../rules/publication-rules.js';

/**
 * Tells the copies that a day has come from which some professions are published, or that the clock went back before it:
 * the people who have one of them get a new version, and follow the chain like any change. Harmless when repeated.
 * Out: how many people.
 */
export async function announcePublicationDay(ctx: Ctx): Promise<number> {
  return transaction(ctx, async (tx) => {
    const last = await one(tx.db, sql<{ day: string }>`select day from directory.publication_day for update`);
    const day = today(tx.clock);
    if (!last || last.day === day) return 0;
    const professions = professionsChangedBetween(last.day, day);
    await sql`update directory.publication_day set day = ${day}::date`.execute(tx.db);
    return professions.length === 0 ? 0 : touch(tx, await peopleOf(tx, professions));
  });
}

// Read from end to end, since what is not published has no term: a rule comes into force once.
async function peopleOf(ctx: Pick<Ctx, 'db'>, professions: readonly string[]): Promise<string[]> {
  const asked = JSON.stringify({ professions });
  const found = await rows(
    ctx.db,
    sql<{ idNat: string }>`select id_nat "idNat" from directory.entries
      where jsonb_path_exists(person::jsonb, '$.exercises[*].profession ? (@ == $professions[*])', ${asked}::jsonb)
      order by id_nat`,
  );
  return found.map(({ idNat }) => idNat);
}
