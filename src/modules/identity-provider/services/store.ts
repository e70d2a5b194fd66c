import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import type { Declaration } from '../rules/declaration.js';
import type { DeclarationState } from '../rules/declaration-states.js';

/** A declared service: what is asked for, what runs, and how far it went. */
export interface DeclaredService {
  readonly id: string;
  /** Account of the integrator; null when operators keep it. */
  readonly owner: string | null;
  readonly state: DeclarationState;
  readonly asked: Declaration;
  readonly approved: Declaration | null;
  readonly clientId: string | null;
  readonly secretTold: boolean;
  readonly version: number;
  /** Of a refusal. */
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly submittedAt: Date | null;
  readonly decidedAt: Date | null;
}

export const columns = sql`id, owner, state, asked, approved, client_id as "clientId", secret_told as "secretTold",
  version, reason, created_at as "createdAt", submitted_at as "submittedAt", decided_at as "decidedAt"`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Db = Pick<Ctx, 'db'>;

/** One declared service; `lock` holds it until the transaction ends. */
export async function declaredService(
  ctx: Db,
  id: string,
  lock = false,
): Promise<DeclaredService | undefined> {
  if (!UUID.test(id)) return undefined;
  return one(
    ctx.db,
    sql<DeclaredService>`select ${columns} from identity_provider.declarations where id = ${id}
      ${lock ? sql`for update` : sql``}`,
  );
}

const MOST_OF_ONE = 100;

/** The services that an account declared, newest first. */
export const declaredBy = (ctx: Db, owner: string): Promise<DeclaredService[]> =>
  rows(
    ctx.db,
    sql<DeclaredService>`select ${columns} from identity_provider.declarations where owner = ${owner}
      order by created_at desc limit ${MOST_OF_ONE}`,
  );

/** What waits for an operator, longest first. */
export const submittedServices = (ctx: Db): Promise<DeclaredService[]> =>
  rows(
    ctx.db,
    sql<DeclaredService>`select ${columns} from identity_provider.declarations where state = 'submitted'
      order by submitted_at limit 200`,
  );
