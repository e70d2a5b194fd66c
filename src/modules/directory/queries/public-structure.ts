import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import type { Structure } from '../../structures/index.js';
import { mailboxes } from '../mailboxes/read-mailboxes.js';
import type { NamedStructure, PublicStructure } from '../public-structure.js';
import { publicStructure as view } from '../rules/public-structure.js';

/** A structure with the one that answers for it, and those that it answers for. */
export interface StructurePage {
  readonly structure: PublicStructure;
  readonly legalEntity?: NamedStructure;
  readonly establishments: readonly NamedStructure[];
}

const MOST_ESTABLISHMENTS = 100;

/** A structure as the public sees it, closed ones too. In: its technical id. Undefined when unknown. */
export async function publicStructure(ctx: Pick<Ctx, 'db'>, id: string): Promise<StructurePage | undefined> {
  const found = await one(
    ctx.db,
    sql<{ data: Structure; active: boolean }>`select data, active from structures.published where id = ${id}`,
  );
  if (!found) return undefined;
  const held = (await mailboxes(ctx, [id])).get(id);
  const { finess, finessLegalEntity, kind } = found.data;
  const legalEntity =
    finessLegalEntity === undefined || finessLegalEntity === finess
      ? undefined
      : await one(
          ctx.db,
          sql<NamedStructure>`select id, data ->> 'name' name from structures.published
            where finess = ${finessLegalEntity} limit 1`,
        );
  return {
    structure: view(found.data, found.active, held),
    ...(legalEntity && { legalEntity }),
    establishments: kind === 'EJ' && finess ? await establishmentsOf(ctx, finess) : [],
  };
}

const establishmentsOf = (ctx: Pick<Ctx, 'db'>, finess: string): Promise<NamedStructure[]> =>
  rows(
    ctx.db,
    sql<NamedStructure>`select id, data ->> 'name' name from structures.published
      where active and terms @@ ${`'e_${finess.toLowerCase()}'`}::tsquery order by sort_name, id
      limit ${MOST_ESTABLISHMENTS}`,
  );
