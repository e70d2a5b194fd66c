import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { statement } from '../../../platform/db/statement.js';
import { practiceNumber } from '../rules/practice-number.js';

/** A practice and the RPPS number of the person who works there. */
export interface PracticeHolder {
  readonly id: string;
  readonly rpps: string;
}

/**
 * Gives each practice that has none its national id, named after its first holder. Harmless when repeated;
 * structures that are not practices are left alone. A constant number of statements.
 */
export async function assignPracticeNumbers(ctx: Ctx, holders: readonly PracticeHolder[]): Promise<void> {
  const first = new Map<string, string>();
  for (const { id, rpps } of holders) if (id.startsWith('R') && !first.has(id)) first.set(id, rpps);
  if (first.size === 0) return;
  await transaction(ctx, async (tx) => {
    const { rows: open } = await unnumbered(tx.db, { ids: [...first.keys()] });
    if (open.length === 0) return;
    const ranks = await lastRanks(tx, [...first.values()]);
    const lines = open.map(({ id }) => {
      const rpps = first.get(id) ?? '';
      const rank = (ranks.get(rpps) ?? 0) + 1;
      ranks.set(rpps, rank);
      return { id, rpps, rank, national_id: practiceNumber(rpps, rank) };
    });
    await sql`update structures.structures s set national_id = l.national_id, holder = l.rpps,
        holder_rank = l.rank, data = s.data || jsonb_build_object('nationalId', l.national_id),
        updated_at = ${ctx.clock.now()}, terms = s.terms || array_to_tsvector(array['i_' || l.national_id])
      from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
        as l(id text, rpps text, rank integer, national_id text) where s.id = l.id`.execute(tx.db);
  });
}

const unnumbered = statement<{ ids: readonly string[] }, { id: string }>(
  'structures_unnumbered',
  (value) => sql`select id from structures.structures
    where id = any(${value('ids')}) and national_id is null order by id for update`,
);

async function lastRanks(ctx: Ctx, holders: readonly string[]): Promise<Map<string, number>> {
  const found = await rows(
    ctx.db,
    sql<{ holder: string; rank: number }>`select holder, max(holder_rank) rank
      from structures.structures where holder = any(${[...holders]}) group by holder`,
  );
  return new Map(found.map((row) => [row.holder, row.rank]));
}
