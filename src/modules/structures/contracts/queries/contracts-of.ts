import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import type { Contract } from '../contract.js';
import { COLUMNS, type ContractRow, toContract } from '../store.js';

/** Every contract that a structure itself signed, newest first. In: a technical id. */
export async function contractsOf(ctx: Pick<Ctx, 'db'>, structureId: string): Promise<Contract[]> {
  const found = await rows(
    ctx.db,
    sql<ContractRow>`select ${COLUMNS} from structures.contracts c where c.structure_id = ${structureId}
      order by c.signed_at desc, c.number desc`,
  );
  return found.map(toContract);
}
