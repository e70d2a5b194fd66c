import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { withinLimit } from '../../../../platform/rate-limit.js';
import { randomToken } from '../../../../platform/secrets.js';
import { administratorProblem } from '../../certificates/queries/administrator.js';
import { finessOf } from '../../certificates/queries/legal-entity.js';
import { orderedHost } from '../rules/identifier.js';
import { ORDER_DAYS } from '../rules/order-states.js';
import { AcmeProblem } from '../rules/problem.js';
import { type AcmeAccount, type AcmeOrder, orderColumns } from '../store.js';
import { type KeyHolder, keyHolder } from './keys.js';

/** Orders of one account, an hour. */
const MOST_ORDERS = 300;

/**
 * Orders a certificate for one host (RFC 8555 §7.4). Nothing is signed before the program proved that it holds the host.
 * @throws AcmeProblem those of the identifier; unauthorized when nobody answers for the account any more; rateLimited
 */
export async function newOrder(ctx: Ctx, account: AcmeAccount, payload: unknown): Promise<AcmeOrder> {
  const host = orderedHost(payload);
  await answering(ctx, account);
  if (!(await withinLimit(ctx, `acme-orders:${account.id}`, MOST_ORDERS, 3600)))
    throw new AcmeProblem('rateLimited', 'Trop de commandes en peu de temps : réessayez dans une heure.');
  const [made] = await rows(
    ctx.db,
    sql<AcmeOrder>`insert into credentials.acme_orders (id, account_id, host, token, expires_at)
      values (${randomToken(12)}, ${account.id}, ${host}, ${randomToken(32)},
        clock_timestamp() + make_interval(days => ${ORDER_DAYS})) returning ${orderColumns}`,
  );
  if (!made) throw new Error('the order was not kept');
  return made;
}

/** The orders of an account that are not over, the newest first. */
export const ordersOf = (ctx: Pick<Ctx, 'db'>, { id }: AcmeAccount): Promise<AcmeOrder[]> =>
  rows(
    ctx.db,
    sql<AcmeOrder>`select ${orderColumns} from credentials.acme_orders
      where account_id = ${id} and expires_at > clock_timestamp() order by created_at desc, id limit 200`,
  );

/**
 * For whom an account orders: its external key stands, and who made it is still a technical administrator of a structure
 * under contract. Looked at at each order: whoever loses the right stops at once.
 * @throws AcmeProblem unauthorized, journaled
 */
export async function answering(ctx: Ctx, account: AcmeAccount): Promise<KeyHolder> {
  const holder = await keyHolder(ctx, account.keyId);
  if (!holder) throw new Error('an account without its external key');
  const { bearer, madeBy, withdrawnAt } = holder;
  const reason = withdrawnAt
    ? { code: 'withdrawn-key', message: 'La clé externe de ce compte a été retirée.' }
    : await administratorProblem(ctx, { idNat: madeBy, finess: finessOf(bearer.nationalId) });
  if (!reason) return holder;
  await journal(ctx, {
    act: 'credentials.order-by-acme',
    subject: bearer.nationalId,
    outcome: 'refused',
    reason: reason.code,
    data: { account: account.id },
  });
  throw new AcmeProblem('unauthorized', reason.message);
}
