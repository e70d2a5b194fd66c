import type { JWK } from 'jose';
import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import type { ChallengeState, OrderState } from './rules/order-states.js';
import { AcmeProblem } from './rules/problem.js';

/** The account of a program. */
export interface AcmeAccount {
  readonly id: string;
  readonly jwk: JWK;
  readonly contacts: readonly string[];
  readonly state: 'valid' | 'deactivated';
  /** The external key that it is bound to. */
  readonly keyId: string;
}

/** An order for one host, with its authorisation and its challenge. */
export interface AcmeOrder {
  readonly id: string;
  readonly accountId: string;
  readonly host: string;
  readonly token: string;
  readonly state: OrderState;
  readonly challenge: ChallengeState;
  readonly problem: Readonly<Record<string, unknown>> | null;
  readonly provedAt: Date | null;
  readonly expiresAt: Date;
  readonly serial: string | null;
}

const account = sql`id, jwk, contacts, state, key_id as "keyId"`;

/** An account by the thumbprint of its key (RFC 7638), or by its identifier. */
export const accountBy = (
  ctx: Pick<Ctx, 'db'>,
  by: { readonly thumbprint: string } | { readonly id: string },
): Promise<AcmeAccount | undefined> =>
  one(
    ctx.db,
    sql<AcmeAccount>`select ${account} from credentials.acme_accounts
      where ${'id' in by ? sql`id = ${by.id}` : sql`thumbprint = ${by.thumbprint}`}`,
  );

export const orderColumns = sql`id, account_id as "accountId", host, token, state, challenge, problem,
  proved_at as "provedAt", expires_at as "expiresAt", serial`;

/** An order of that account. @throws AcmeProblem for the order of another account just as for one that is not there */
export async function orderOf(
  ctx: Pick<Ctx, 'db'>,
  { id }: AcmeAccount,
  orderId: string,
): Promise<AcmeOrder> {
  const found = await one(
    ctx.db,
    sql<AcmeOrder>`select ${orderColumns} from credentials.acme_orders
      where id = ${orderId} and account_id = ${id}`,
  );
  if (!found) throw new AcmeProblem('unauthorized', 'Ce compte n’a pas cette commande.', { status: 404 });
  return found;
}
