import { sql } from 'kysely';
import { z } from 'zod';
import { as, type Ctx } from '../../../../platform/context.js';
import { affected, one } from '../../../../platform/db/connection.js';
import { Refusal } from '../../../../platform/errors.js';
import { issueCertificate } from '../../certificates/actions/issue-certificate.js';
import { ORDER_ACTS, STALLED_SECONDS } from '../rules/order-states.js';
import { AcmeProblem } from '../rules/problem.js';
import { type AcmeAccount, type AcmeOrder, orderColumns, orderOf } from '../store.js';
import { answering } from './orders.js';

const asked = z.looseObject({ csr: z.string().min(1).max(16_384) });

/**
 * Certifies the host of an order that was proved (RFC 8555 §7.4). Once, whatever is asked at the same time; a request that is
 * refused leaves the order ready for another.
 * @throws AcmeProblem orderNotReady, badCSR, unauthorized when nobody answers for the account any more
 */
export async function finalizeOrder(
  ctx: Ctx,
  account: AcmeAccount,
  orderId: string,
  payload: unknown,
): Promise<AcmeOrder> {
  const read = asked.safeParse(payload);
  if (!read.success) throw new AcmeProblem('malformed', 'La demande de certificat (csr) manque.');
  await orderOf(ctx, account, orderId);
  const holder = await answering(ctx, account);
  const order = await take(ctx, account, orderId);
  try {
    const { serial } = await issueCertificate(as(ctx, `acme:${account.id}`), {
      ...{ offer: 'SERV', usage: 'SSL', bearer: holder.bearer, commonName: order.host },
      ...{ product: holder.product, contacts: holder.contacts, revocationHash: holder.revocationHash },
      ...{ csr: Buffer.from(read.data.csr, 'base64url'), usagesIgnored: true },
    });
    await sql`update credentials.acme_orders set state = 'valid', serial = ${serial}
      where id = ${orderId}`.execute(ctx.db);
  } catch (error) {
    await sql`update credentials.acme_orders set state = 'ready' where id = ${orderId}`.execute(ctx.db);
    if (!(error instanceof Refusal)) throw error;
    throw new AcmeProblem('badCSR', error.message, { code: error.code });
  }
  return orderOf(ctx, account, orderId);
}

/** Takes a ready order for this process; one whose process died is taken again after a minute. */
async function take(ctx: Ctx, account: AcmeAccount, orderId: string): Promise<AcmeOrder> {
  const taken = await one(
    ctx.db,
    sql<AcmeOrder>`update credentials.acme_orders set state = 'processing', begun_at = clock_timestamp()
      where id = ${orderId} and account_id = ${account.id} and expires_at > clock_timestamp()
        and (state = any(${[...ORDER_ACTS.finalize]}) or (state = 'processing'
          and begun_at < clock_timestamp() - make_interval(secs => ${STALLED_SECONDS})))
      returning ${orderColumns}`,
  );
  if (!taken) throw new AcmeProblem('orderNotReady', 'Cette commande n’est pas prête, ou a déjà servi.');
  return taken;
}

/** Forgets nonces that ended, and orders that ended without a certificate. */
export async function forgetOld(ctx: Pick<Ctx, 'db'>): Promise<number> {
  const nonces = sql`delete from credentials.acme_spent_nonces where until < clock_timestamp()`;
  const orders = sql`delete from credentials.acme_orders
    where serial is null and expires_at < clock_timestamp() - interval '7 days'`;
  return (await affected(ctx.db, nonces)) + (await affected(ctx.db, orders));
}
