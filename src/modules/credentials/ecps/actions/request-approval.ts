import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one, rows } from '../../../../platform/db/connection.js';
import { randomInt, randomToken } from '../../../../platform/secrets.js';
import { errors } from '../errors.js';
import { activeMeans } from '../queries/active-means.js';
import { PENDING_MOST, REFUSALS_MINUTES, REFUSALS_MOST, REQUEST_SECONDS } from '../rules/durations.js';
import { chooseNumbers, surroundNumber } from '../rules/number-choice.js';
import { tell } from '../store.js';

export interface ApprovalInput {
  readonly idNat: string;
  /** Name of the service, as the person reads it on the phone. */
  readonly service: string;
  readonly clientId: string;
  /** Where the sign-in comes from, as shown: browser and system, or the workstation. */
  readonly place: string;
  /** Origin of the phone page, that the signed answer must name. */
  readonly origin: string;
  /** The number that the computer shows already, 0 to 99; drawn when left out. */
  readonly number?: number;
  /** Whether an event must tell when the person decides. */
  readonly followed?: boolean;
}

export interface RequestedApproval {
  readonly id: string;
  /** To show on the computer, and nowhere else. */
  readonly number: number;
  readonly expiresAt: Date;
}

/**
 * Asks the person's phone to approve a sign-in: it shows three numbers, the computer the right one.
 * @throws errors.noMeans without a usable e-CPS, tooManyPending, tooManyRefusals
 */
export async function requestApproval(ctx: Ctx, input: ApprovalInput): Promise<RequestedApproval> {
  const choice =
    input.number === undefined ? chooseNumbers(randomInt) : surroundNumber(input.number, randomInt);
  return transaction(ctx, async (tx) => {
    if (await isHarassed(tx, input.idNat)) throw errors.tooManyRefusals();
    const row = await one(
      tx.db,
      sql<{ id: string; ecpsId: string; expiresAt: Date }>`insert into credentials.ecps_requests
          (id, ecps_id, id_nat, client_id, service, place, origin, numbers, right_number, nonce, followed, state, expires_at)
        select ${randomUUID()}, e.id, e.id_nat, ${input.clientId}, ${input.service}, ${input.place},
          ${input.origin}, ${[...choice.numbers]}, ${choice.right}, ${randomToken(16)},
          ${input.followed ?? false}, 'pending',
          clock_timestamp() + make_interval(secs => ${REQUEST_SECONDS})
        from credentials.ecps e
        where e.id_nat = ${input.idNat} and e.state = 'active' and e.expires_at > ${tx.clock.now()}
          and ${PENDING_MOST} > (select count(*) from credentials.ecps_requests r
            where r.ecps_id = e.id and r.state = 'pending' and r.expires_at > clock_timestamp())
        returning id, ecps_id as "ecpsId", expires_at as "expiresAt"`,
    );
    if (!row) throw (await activeMeans(tx, input.idNat)) ? errors.tooManyPending() : errors.noMeans();
    await tell(tx, row.id, row.ecpsId);
    return { id: row.id, number: choice.right, expiresAt: row.expiresAt };
  });
}

/**
 * Whether the holder has just refused several requests in a row, or picked numbers at random: somebody else may be
 * asking again and again until the wrong finger falls on the right number.
 */
async function isHarassed(ctx: Ctx, idNat: string): Promise<boolean> {
  const decided = await rows(
    ctx.db,
    sql<{ state: string }>`select r.state from credentials.ecps_requests r
      join credentials.ecps e on e.id = r.ecps_id and e.id_nat = ${idNat} and e.state = 'active'
      where r.state in ('approved', 'refused', 'wrong-number')
        and r.decided_at > clock_timestamp() - make_interval(mins => ${REFUSALS_MINUTES})
      order by r.decided_at desc limit ${REFUSALS_MOST}`,
  );
  return decided.length === REFUSALS_MOST && decided.every(({ state }) => state !== 'approved');
}
