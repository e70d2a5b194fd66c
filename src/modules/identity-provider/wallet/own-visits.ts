import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { ownAccounts } from './own-accounts.js';

/** A time when a person came into a service. */
export interface OwnVisit {
  readonly id: number;
  readonly at: Date;
  readonly service: string;
  /** `authMode` of the sign-in behind it. */
  readonly means: string;
  /** True when an open session let the person in without a gesture. */
  readonly silent: boolean;
  /** The service by way of which the person came, by an exchange of tokens. */
  readonly via: string | null;
}

/** What a person may read of the past: visits, newest first, at most `limit`; `before` is the last one of a page. */
export function ownVisits(
  ctx: Pick<Ctx, 'db'>,
  idNat: string,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<OwnVisit[]> {
  return rows(
    ctx.db,
    sql<OwnVisit>`select v.id, v.at, coalesce(s.name, 'Service retiré') service, v.means, v.silent,
        (select name from identity_provider.services a where a.client_id = v.via) via
      from identity_provider.visits v left join identity_provider.services s using (client_id)
      where v.account_id in ${ownAccounts(idNat)} and (${before ?? null}::bigint is null or v.id < ${before ?? null})
      order by v.id desc limit ${limit}`,
  );
}
