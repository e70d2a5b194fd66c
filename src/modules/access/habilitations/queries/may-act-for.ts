import { sql } from 'kysely';
import { civilDay } from '../../../../platform/clock.js';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { answeringFor, contracts } from '../../../structures/index.js';
import { errors } from '../errors.js';
import { type HabilitationKind, KIND_RULES } from '../rules/kinds.js';

/** Who wants to act, as what, for which structure (technical id); at a simulated time, now when left out. */
export interface Acting {
  readonly idNat: string;
  readonly kind: HabilitationKind;
  readonly structureId: string;
  readonly at?: Date;
}

/**
 * Whether somebody may act for a structure: habilitated for it, or for its legal entity, on that day and not withdrawn since, the third structure still
 * chosen where it is one's, and under a contract that holds for all but the legal representative, who signs it.
 */
export async function mayActFor(ctx: Pick<Ctx, 'db' | 'clock'>, acting: Acting): Promise<boolean> {
  if (!(await isHabilitated(ctx, acting))) return false;
  if (!KIND_RULES[acting.kind].underContract) return true;
  return (await contracts.activeContract(ctx, acting.structureId)) !== undefined;
}

/**
 * The same for an act that must say which step is missing.
 * @throws contracts.errors.noContract first, then errors.missingHabilitation
 */
export async function requireHabilitation(ctx: Pick<Ctx, 'db' | 'clock'>, acting: Acting): Promise<void> {
  const rule = KIND_RULES[acting.kind];
  if (rule.underContract) await contracts.requireContract(ctx, acting.structureId);
  if (!(await isHabilitated(ctx, acting))) throw errors.missingHabilitation(rule.label);
}

async function isHabilitated(ctx: Pick<Ctx, 'db' | 'clock'>, acting: Acting): Promise<boolean> {
  const day = civilDay(acting.at ?? ctx.clock.now());
  const answering = await answeringFor(ctx, acting.structureId);
  const found = await one(
    ctx.db,
    sql`select from access.standing_habilitations h
      where h.id_nat = ${acting.idNat} and h.kind = ${acting.kind} and h.structure_id = any(${answering})
        and h.from_day <= ${day} and coalesce(h.to_day >= ${day}, true) limit 1`,
  );
  return found !== undefined;
}
