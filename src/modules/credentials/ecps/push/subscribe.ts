import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { seal, unseal } from '../../../../platform/secrets.js';
import { errors } from '../errors.js';
import { readEndpoint } from './endpoint.js';

const PURPOSE = 'credentials:push-endpoint';

/**
 * Keeps where the phone of an e-CPS is to be woken, in place of the former address.
 * @throws errors.invalidPush for an address that is not one of https
 */
export async function subscribePush(ctx: Ctx, ecpsId: string, given: string): Promise<void> {
  const endpoint = readEndpoint(given, ctx.config.outgoingAllowed);
  if (!endpoint) throw errors.invalidPush();
  await sql`insert into credentials.ecps_pushes (ecps_id, endpoint_sealed)
    values (${ecpsId}, ${seal(ctx.config.secret, PURPOSE, endpoint)})
    on conflict (ecps_id) do update set endpoint_sealed = excluded.endpoint_sealed,
      created_at = clock_timestamp()`.execute(ctx.db);
}

/** Forgets where the phone is to be woken: its holder wants no notice any more, or its browser went away. */
export async function unsubscribePush(ctx: Pick<Ctx, 'db'>, ecpsId: string): Promise<void> {
  await sql`delete from credentials.ecps_pushes where ecps_id = ${ecpsId}`.execute(ctx.db);
}

/** Whether the phone is woken. */
export async function isSubscribed(ctx: Pick<Ctx, 'db'>, ecpsId: string): Promise<boolean> {
  return (
    (await one(ctx.db, sql`select 1 from credentials.ecps_pushes where ecps_id = ${ecpsId}`)) !== undefined
  );
}

/** Where to wake the phone that a request waits for; undefined once the request is over or nobody is to be woken. */
export async function endpointFor(ctx: Ctx, requestId: string) {
  const row = await one(
    ctx.db,
    sql<{ ecpsId: string; sealed: string; seconds: number }>`select p.ecps_id as "ecpsId",
        p.endpoint_sealed as sealed, ceil(extract(epoch from r.expires_at - clock_timestamp()))::int seconds
      from credentials.ecps_requests r join credentials.ecps_pushes p on p.ecps_id = r.ecps_id
      where r.id = ${requestId} and r.state = 'pending' and r.expires_at > clock_timestamp()`,
  );
  const endpoint = row && unseal(ctx.config.secret, PURPOSE, row.sealed);
  return row && endpoint ? { ecpsId: row.ecpsId, seconds: row.seconds, endpoint } : undefined;
}
