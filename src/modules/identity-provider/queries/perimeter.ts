import { type RawBuilder, sql } from 'kysely';
import { type Clock, today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import { includedOn, type Population, populations } from '../rules/populations.js';

type World = Pick<Ctx, 'db' | 'clock'>;

/** In a statement: the decisions in effect at a simulated time, as an object by population; null without any. */
export const decisionsInEffect = (now: RawBuilder<unknown>): RawBuilder<Decisions | null> =>
  sql<Decisions | null>`(select jsonb_object_agg(population, included) from (
    select distinct on (population) population, included from identity_provider.perimeter_decisions
    where undone_at is null and effective_at <= ${now} order by population, effective_at desc, id desc) d)`;

type Decisions = Readonly<Record<string, boolean>>;

/** Whether Pro Santé Connect takes a population now: the decision that took effect last, else the dated table. */
export function isIncludedBy(
  decisions: Decisions,
  population: Population,
  clock: Pick<Clock, 'now'>,
): boolean {
  return decisions[population.code] ?? includedOn(population, today(clock))?.included ?? false;
}

/** Each population, whether it is in the perimeter now, and the text of the dated table. */
export async function perimeter(
  ctx: World,
): Promise<{ population: Population; included: boolean; source: string }[]> {
  const row = await one(
    ctx.db,
    sql<{ decisions: Decisions | null }>`select ${decisionsInEffect(sql`${ctx.clock.now()}`)} decisions`,
  );
  return populations.map((population) => ({
    population,
    included: isIncludedBy(row?.decisions ?? {}, population, ctx.clock),
    source: includedOn(population, today(ctx.clock))?.source ?? '',
  }));
}

export interface PerimeterDecision {
  readonly id: number;
  readonly population: string;
  readonly included: boolean;
  readonly effectiveAt: Date;
  readonly decidedAt: Date;
  readonly by: string;
  readonly reason: string;
  readonly undoneAt: Date | null;
}

/** Every decision, newest first, at most `limit`. */
export function perimeterDecisions(ctx: Pick<Ctx, 'db'>, limit = 20): Promise<PerimeterDecision[]> {
  return rows(
    ctx.db,
    sql<PerimeterDecision>`select id, population, included, effective_at "effectiveAt", decided_at "decidedAt",
        by, reason, undone_at "undoneAt"
      from identity_provider.perimeter_decisions order by id desc limit ${limit}`,
  );
}
