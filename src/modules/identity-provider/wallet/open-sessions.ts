import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { LIFETIMES } from '../rules/lifetimes.js';
import { ownAccounts } from './own-accounts.js';

/** A service that a person entered under a session. */
export interface EnteredService {
  readonly name: string;
  readonly enteredAt: Date;
  /** Its last token, or the last time that the person came. */
  readonly usedAt: Date;
}

/** A session of Pro Santé Connect that still opens something: silent sign-on in a browser, or tokens of a service. */
export interface OpenSession {
  readonly sid: string;
  readonly openedAt: Date;
  /** `authMode` of the sign-in that opened it. */
  readonly means: string;
  readonly services: readonly EnteredService[];
}

type Row = EnteredService & { readonly sid: string; readonly means: string };

/** The sessions of a person that are open now, newest first, with the services entered under each. */
export async function openSessions(ctx: Pick<Ctx, 'db'>, idNat: string): Promise<OpenSession[]> {
  const found = await rows(
    ctx.db,
    sql<Row>`with entered as (select sid, client_id, min(at) at, max(at) last, (array_agg(means order by id))[1] means
        from identity_provider.visits where account_id in ${ownAccounts(idNat)}
          and at > now() - make_interval(secs => ${2 * LIFETIMES.session}) group by sid, client_id)
      select e.sid, s.name, e.means, e.at "enteredAt", greatest(e.last, (select to_timestamp(max((t.payload ->> 'iat')::bigint))
          from identity_provider.artifacts t where t.sid = e.sid and t.payload ->> 'clientId' = e.client_id)) "usedAt"
      from entered e join identity_provider.services s using (client_id)
      where exists (select from identity_provider.artifacts o where o.uid = e.sid and o.model = 'Session'
          and o.expires_at > now())
        or exists (select from identity_provider.artifacts o where o.sid = e.sid and o.expires_at > now()
          and o.model in ('AccessToken', 'RefreshToken') and o.consumed_at is null)
      order by e.at, s.name`,
  );
  return [...Map.groupBy(found, ({ sid }) => sid)]
    .map(([sid, services]) => ({
      ...{ sid, services, means: services[0]?.means ?? '' },
      openedAt: services[0]?.enteredAt ?? new Date(0),
    }))
    .sort((a, b) => b.openedAt.getTime() - a.openedAt.getTime());
}
