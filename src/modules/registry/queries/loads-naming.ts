import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';

/** A load of national files that said something new of a number. */
export interface NamingLoad {
  readonly load: number;
  /** When the register read it, on the clock shown to people. */
  readonly at: Date;
  /** The files that said so, each with the AAAAMMJJhhmm of its publication. */
  readonly files: readonly { readonly name: string; readonly publishedAt: string }[];
}

/** The loads that said something new of a number, newest first. In: a national identifier, how many at most. */
export function loadsNaming(ctx: Pick<Ctx, 'db'>, idNat: string, most: number): Promise<NamingLoad[]> {
  return rows(
    ctx.db,
    sql<NamingLoad>`select i.id load, max(s.since) at,
        jsonb_agg(jsonb_build_object('name', f ->> 'name', 'publishedAt', f ->> 'publishedAt')
          order by f ->> 'name') files
      from registry.statements s join registry.imports i on i.id = s.load, jsonb_array_elements(i.files) f
      where s.id_nat = ${idNat} and f ->> 'kind' = s.file
      group by i.id order by i.id desc limit ${most}`,
  );
}
