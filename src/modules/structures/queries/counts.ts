import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { FAMILIES, type Family, familyOf } from '../rules/families.js';

export interface CategoryCount {
  /** TRE_R66; undefined for structures whose source tells none. */
  readonly category: string | undefined;
  readonly count: number;
}

/** Open structures that have a FINESS number. */
export interface StructureCounts {
  readonly entities: number;
  readonly establishments: number;
  /** Establishments by family, in the order of `FAMILIES`, with the categories of each, the most numerous first. */
  readonly families: readonly {
    readonly family: Family;
    readonly count: number;
    readonly categories: readonly CategoryCount[];
  }[];
}

/** How many open structures FINESS has, by what they are: kept up to date by each statement that writes some. */
export async function structureCounts(ctx: Pick<Ctx, 'db'>): Promise<StructureCounts> {
  const found = await rows(
    ctx.db,
    sql<{ kind: string; category: string | null; count: number }>`select kind, category, sum(n)::int count
      from structures.tally group by kind, category having sum(n) > 0 order by sum(n) desc, category`,
  );
  const sites = found.filter(({ kind }) => kind === 'EG');
  const families = FAMILIES.map((family) => {
    const categories = sites
      .filter(({ category }) => familyOf(category ?? undefined) === family)
      .map(({ category, count }) => ({ category: category ?? undefined, count }));
    return { family, count: sumOf(categories), categories };
  });
  const entities = sumOf(found.filter(({ kind }) => kind === 'EJ'));
  return { entities, establishments: sumOf(sites), families };
}

const sumOf = (counts: readonly { readonly count: number }[]): number =>
  counts.reduce((sum, { count }) => sum + count, 0);

/** A grouping of legal entities, with the number of its open members. */
export interface GroupCount {
  readonly id: string;
  readonly name: string;
  readonly entities: number;
  readonly establishments: number;
  /** The legal entity that carries it. */
  readonly support?: { readonly id: string; readonly name: string };
}

/** The GHT that have an open member, by name. */
export async function hospitalGroups(ctx: Pick<Ctx, 'db'>): Promise<GroupCount[]> {
  const found = await rows(
    ctx.db,
    sql<Omit<GroupCount, 'support'> & { supportId: string | null; supportName: string | null }>`
      select data #>> '{group,id}' id, max(data #>> '{group,name}') name,
        (count(*) filter (where kind = 'EJ'))::int entities,
        (count(*) filter (where kind = 'EG'))::int establishments,
        max(id) filter (where kind = 'EJ' and data #>> '{group,role}' = 'support') "supportId",
        max(data ->> 'name') filter (where kind = 'EJ' and data #>> '{group,role}' = 'support') "supportName"
      from structures.structures
      where active and data ? 'group' and data #>> '{group,type}' in ('001', '002')
      group by data #>> '{group,id}' order by 2, 1`,
  );
  return found.map(({ supportId, supportName, ...group }) => ({
    ...group,
    ...(supportId !== null && { support: { id: supportId, name: supportName ?? supportId } }),
  }));
}
