import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';

export interface Operator {
  readonly code: string;
  readonly name: string;
  readonly contact: string;
  readonly domains: readonly string[];
}

/** Every operator with his domains, in the order of the codes; the national file is none. */
export function operators(ctx: Pick<Ctx, 'db'>): Promise<Operator[]> {
  return rows(
    ctx.db,
    sql<Operator>`select code, name, contact, array(select domain from messaging.domains d
        where d.operator = o.code order by domain) domains
      from messaging.operators o where closed_at is null and code <> 'fichier-national' order by code`,
  );
}

/** One operator, or undefined. */
export function operatorByCode(ctx: Pick<Ctx, 'db'>, code: string): Promise<Operator | undefined> {
  return one(
    ctx.db,
    sql<Operator>`select code, name, contact, array(select domain from messaging.domains d
        where d.operator = o.code order by domain) domains
      from messaging.operators o where closed_at is null and code <> 'fichier-national' and code = ${code}`,
  );
}
