import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import type { Contract } from '../contract.js';
import { errors } from '../errors.js';
import { COLUMNS, type ContractRow, LAPSE, toContract } from '../store.js';

/**
 * The contract that holds for a structure: its own, that of its legal entity (one at the level of the EJ is enough), or for a
 * legal entity that of its only establishment. Undefined where none holds: a change of FINESS or SIRET, or a closing, counts
 * at once. In: a technical id.
 */
export async function activeContract(
  ctx: Pick<Ctx, 'db'>,
  structureId: string,
): Promise<Contract | undefined> {
  const found = await one(
    ctx.db,
    sql<ContractRow>`with asked as (
        select id, kind, finess, active, data ->> 'finessLegalEntity' entity
        from structures.structures where id = ${structureId}),
      sites as (
        select s.id from asked a join structures.structures s
          on s.terms @@ (quote_literal('e_' || lower(a.finess)))::tsquery and s.active and s.kind = 'EG'
        where a.kind = 'EJ' and a.finess is not null limit 2),
      bearers as (
        select id, 1 rank from asked union all
        select 'F' || entity, 2 from asked where entity is not null union all
        select id, 3 from sites where (select count(*) from sites) = 1)
      select ${COLUMNS} from bearers b
        join structures.contracts c on c.structure_id = b.id and c.ended_at is null
        join structures.structures s on s.id = c.structure_id
      where ${LAPSE} is null and (select active from asked)
      order by b.rank limit 1`,
  );
  return found && toContract(found);
}

/** The same, for acts that need one. @throws errors.noContract, which names the step that is missing */
export async function requireContract(ctx: Pick<Ctx, 'db'>, structureId: string): Promise<Contract> {
  const found = await activeContract(ctx, structureId);
  if (!found) throw errors.noContract();
  return found;
}
