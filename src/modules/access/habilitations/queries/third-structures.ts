import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one, rows } from '../../../../platform/db/connection.js';

type World = Pick<Ctx, 'db'>;

const ids = async (ctx: World, query: ReturnType<typeof sql<{ id: string }>>): Promise<string[]> =>
  (await rows(ctx.db, query)).map(({ id }) => id);

/** Whether its own legal representative activated this structure for others. In: a technical id. */
export const isThirdStructure = async (ctx: World, structureId: string): Promise<boolean> =>
  (await one(
    ctx.db,
    sql`select from access.third_structures where structure_id = ${structureId} and ended_at is null`,
  )) !== undefined;

/** Every structure that clients may choose (technical ids). */
export const thirdStructures = (ctx: World): Promise<string[]> =>
  ids(
    ctx,
    sql<{
      id: string;
    }>`select structure_id id from access.third_structures where ended_at is null order by 1`,
  );

/** The third structures that a client chose and that are still active. */
export const thirdStructuresOf = (ctx: World, client: string): Promise<string[]> =>
  ids(
    ctx,
    sql<{ id: string }>`select c.third id from access.third_structure_choices c
      join access.third_structures t on t.structure_id = c.third and t.ended_at is null
      where c.client = ${client} and c.ended_at is null order by 1`,
  );

/** The clients of a third structure. */
export const clientsOf = (ctx: World, third: string): Promise<string[]> =>
  ids(
    ctx,
    sql<{ id: string }>`select client id from access.third_structure_choices
      where third = ${third} and ended_at is null order by 1`,
  );

/** Whether `client` chose `third`, which is active. */
export const isClient = async (ctx: World, client: string, third: string): Promise<boolean> =>
  (await thirdStructuresOf(ctx, client)).includes(third);
