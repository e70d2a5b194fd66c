import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { callOutside, OutgoingError } from '../../../../platform/http/outgoing.js';
import { sameText } from '../../../../platform/secrets.js';
import { STALLED_SECONDS } from '../rules/order-states.js';
import { AcmeProblem } from '../rules/problem.js';
import { thumbprintOf } from '../signed.js';
import { type AcmeAccount, type AcmeOrder, orderColumns, orderOf } from '../store.js';

/**
 * Has the program prove that it holds the host of an order (http-01, RFC 8555 §8.3): the host answers, at an address made of
 * our token, with that token and the thumbprint of the account's key. Once: a proof that fails ends the order.
 * Out: the order as it is then; also when it was proved or failed before.
 */
export async function proveHost(ctx: Ctx, account: AcmeAccount, orderId: string): Promise<AcmeOrder> {
  const taken = await one(
    ctx.db,
    sql<AcmeOrder>`update credentials.acme_orders set challenge = 'processing', begun_at = clock_timestamp()
      where id = ${orderId} and account_id = ${account.id} and state = 'pending' and expires_at > clock_timestamp()
        and (challenge = 'pending' or begun_at < clock_timestamp() - make_interval(secs => ${STALLED_SECONDS}))
      returning ${orderColumns}`,
  );
  if (!taken) return orderOf(ctx, account, orderId);
  const fault = await faultOf(ctx, taken, `${taken.token}.${await thumbprintOf(account.jwk)}`);
  const [state, challenge] = fault ? ['invalid', 'invalid'] : ['ready', 'valid'];
  await sql`update credentials.acme_orders set state = ${state}, challenge = ${challenge},
      problem = ${fault ? JSON.stringify(fault.document()) : null}::jsonb,
      proved_at = case when ${challenge} = 'valid' then clock_timestamp() end
    where id = ${orderId} and challenge = 'processing'`.execute(ctx.db);
  return orderOf(ctx, account, orderId);
}

/** What is wrong with the answer of the host; undefined when nothing is. */
async function faultOf(
  { config }: Pick<Ctx, 'config'>,
  { host, token }: AcmeOrder,
  expected: string,
): Promise<AcmeProblem | undefined> {
  const port = config.acmeHttpPort === 80 ? '' : `:${config.acmeHttpPort}`;
  const path = `${port}/.well-known/acme-challenge/${token}`;
  const address = `http://${host}${path}`;
  // Names of this machine (RFC 6761 §6.3), which not every resolver knows; called only where it may be.
  const called = host.endsWith('.localhost') ? `http://127.0.0.1${path}` : address;
  try {
    const answer = await callOutside(called, { headers: { host: `${host}${port}` } }, config.outgoingAllowed);
    const said = (await answer.text()).trimEnd();
    if (answer.status === 200 && sameText(said, expected)) return undefined;
    return new AcmeProblem(
      'incorrectResponse',
      `${address} répond ${answer.status}, pas la preuve attendue.`,
    );
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    return new AcmeProblem('connection', `${address} ne répond pas : ${error.message}.`);
  }
}
