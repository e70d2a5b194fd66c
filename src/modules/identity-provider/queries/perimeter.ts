import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import { includedOn, type Population, populations } from '../rules/populations.js';

type World = Pick<Ctx, 'db' | 'clock'>;

/** Whether Pro Santé Connect takes a population now: the decision that took effect last, else the dated table. */
export async function isIncluded(ctx: World, population: Population): Promise<boolean> {
  const decision = await one(
    ctx.db,
    sql<{ included: boolean }>`select included from identity_provider.perimeter_decisions
      where population = ${population.code} and undone_at is null and effective_at <= ${ctx.clock.now()}
      order by effective_at desc, id desc limit 1`,
  );
  return decision?.included ?? includedOn(population, today(ctx.clock))?.included ?? false;
}

/** Each population, whether it is in the perimeter now, and the text of the dated table. */
export function perimeter(
  ctx: World,
): Promise<{ population: Population; included: boolean; source: string }[]> {
  return Promise.all(
    populations.map(async (population) => ({
      population,
      included: await isIncluded(ctx, population),
      source: includedOn(population, today(ctx.clock))?.source ?? '',
    })),
  );
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
