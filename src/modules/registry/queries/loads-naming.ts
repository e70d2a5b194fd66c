import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';

/** What a file did for a number. */
export interface NamingFile {
  readonly name: string;
  /** AAAAMMJJhhmm; a file of correspondences has no time of its own. */
  readonly publishedAt?: string;
  /** It said something new; it named the number no more; it made one account of it and another. */
  readonly how: 'said' | 'left' | 'merged';
}

/** A load of national files that changed what is known of a number. */
export interface NamingLoad {
  readonly load: number;
  /** When the register read it, on the clock shown to people. */
  readonly at: Date;
  readonly files: readonly NamingFile[];
}

/** The loads that changed what is known of a number, newest first. In: a national identifier, how many at most. */
export function loadsNaming(ctx: Pick<Ctx, 'db'>, idNat: string, most: number): Promise<NamingLoad[]> {
  return rows(
    ctx.db,
    sql<NamingLoad>`with told as (
        select load, file, since at, 'said' how from registry.statements where id_nat = ${idNat}
        union all
        select ended_by, file, until, 'left' from registry.statements s where id_nat = ${idNat} and ended_by is not null
          and not exists (select from registry.statements n
            where n.id_nat = s.id_nat and n.file = s.file and n.load = s.ended_by)),
      files as (
        select i.id, told.at, jsonb_build_object('name', f ->> 'name', 'publishedAt', f ->> 'publishedAt', 'how', how) file
        from told join registry.imports i on i.id = told.load, jsonb_array_elements(i.files) f
        where f ->> 'kind' = told.file
        union
        select i.id, m.since, jsonb_build_object('name', i.merged ->> 'name', 'how', 'merged')
        from registry.merged_ids m join registry.imports i on i.id = m.load
        where (m.id_nat = ${idNat} or m.main = ${idNat}) and i.merged is not null)
      select id load, max(at) at, jsonb_agg(file order by file ->> 'name') files
      from files group by id order by id desc limit ${most}`,
  );
}
