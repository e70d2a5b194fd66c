import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { statement } from '../../../../platform/db/statement.js';
import { randomInt, randomToken } from '../../../../platform/secrets.js';
import { errors } from '../errors.js';
import { askToPush } from '../push/push-request.js';
import { activeMeans } from '../queries/active-means.js';
import { PENDING_MOST, REFUSALS_MINUTES, REFUSALS_MOST, REQUEST_SECONDS } from '../rules/durations.js';
import { chooseNumbers, surroundNumber } from '../rules/number-choice.js';
import { told } from '../store.js';

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
  const [row] = (
    await ask(ctx.db, {
      id: randomUUID(),
      ...{ idNat: input.idNat, clientId: input.clientId, service: input.service, place: input.place },
      ...{ origin: input.origin, numbers: [...choice.numbers], right: choice.right, nonce: randomToken(16) },
      ...{ followed: input.followed ?? false, seconds: REQUEST_SECONDS, most: PENDING_MOST },
      ...{ refusals: REFUSALS_MOST, minutes: REFUSALS_MINUTES, now: ctx.clock.now() },
    })
  ).rows;
  if (row?.harassed) throw errors.tooManyRefusals();
  if (row?.id && row.pushed) await askToPush(ctx, row.id);
  if (!row?.id) throw (await activeMeans(ctx, input.idNat)) ? errors.tooManyPending() : errors.noMeans();
  return { id: row.id, number: choice.right, expiresAt: row.expiresAt };
}

interface Asking {
  readonly id: string;
  readonly idNat: string;
  readonly clientId: string;
  readonly service: string;
  readonly place: string;
  readonly origin: string;
  readonly numbers: readonly number[];
  readonly right: number;
  readonly nonce: string;
  readonly followed: boolean;
  readonly seconds: number;
  readonly most: number;
  readonly refusals: number;
  readonly minutes: number;
  readonly now: Date;
}

interface Asked {
  readonly harassed: boolean;
  readonly id: string | null;
  readonly expiresAt: Date;
  /** Whether the phone wants to be woken. */
  readonly pushed: boolean;
}

/**
 * Harassed: the holder has just refused several requests in a row, or picked numbers at random. Somebody else may be
 * asking again and again until the wrong finger falls on the right number.
 */
const ask = statement<Asking, Asked>(
  'ecps_ask',
  (value) => sql`with decided as (select r.state from credentials.ecps_requests r
        join credentials.ecps e on e.id = r.ecps_id and e.id_nat = ${value('idNat')} and e.state = 'active'
      where r.state in ('approved', 'refused', 'wrong-number')
        and r.decided_at > clock_timestamp() - make_interval(mins => ${value('minutes')}::int)
      order by r.decided_at desc limit ${value('refusals')}::int),
    held as (select count(*) = ${value('refusals')}::int and bool_and(state <> 'approved') harassed from decided),
    asked as (insert into credentials.ecps_requests (id, ecps_id, id_nat, client_id, service, place, origin, numbers,
        right_number, nonce, followed, state, expires_at)
      select ${value('id')}::uuid, e.id, e.id_nat, ${value('clientId')}, ${value('service')}, ${value('place')},
        ${value('origin')}, ${value('numbers')}::smallint[], ${value('right')}::smallint, ${value('nonce')},
        ${value('followed')}::boolean, 'pending', clock_timestamp() + make_interval(secs => ${value('seconds')}::int)
      from credentials.ecps e, held
      where e.id_nat = ${value('idNat')} and e.state = 'active' and e.expires_at > ${value('now')}
        and held.harassed is not true
        and ${value('most')}::int > (select count(*) from credentials.ecps_requests r
          where r.ecps_id = e.id and r.state = 'pending' and r.expires_at > clock_timestamp())
      returning id, ecps_id, expires_at)
    select held.harassed is true harassed, a.id, a.expires_at as "expiresAt",
      exists (select from credentials.ecps_pushes p where p.ecps_id = a.ecps_id) pushed,
      case when a.id is not null then ${told(sql`a.id`, sql`a.ecps_id`)} end
    from held left join asked a on true`,
);
