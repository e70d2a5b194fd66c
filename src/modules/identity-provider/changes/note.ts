import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { kept } from '../../../platform/db/plans.js';
import { ask } from '../../../platform/events.js';
import { subjectOf } from '../oidc/account.js';
import type { MeansCode } from '../rules/means.js';
import type { Which } from '../store.js';
import { lineOf, PUSH_CHANGES } from './line.js';

/** Services that asked to be told, and how they know people. */
const listeners = sql`identity_provider.services s
  join identity_provider.known_subjects k on k.client_id = s.client_id and s.enabled and s.options ? 'events'`;

/**
 * Notes, for each service that knows them and asked for it, that the copies of some people changed: updated, or struck
 * off when they are no longer active and no other number took them in. In the transaction of the change, once for each
 * version of a copy.
 */
export async function noteCopies(ctx: Ctx, which: Which): Promise<void> {
  if ('idNats' in which && which.idNats.length === 0) return;
  const chosen =
    'idNats' in which
      ? sql`p.id_nat = any(${[...which.idNats]})`
      : sql`p.id_nat in (select id_nat from directory.published_people where publication = ${which.publication})`;
  await note(
    ctx,
    sql`select k.client_id, p.account_id, case when p.active then 'record-updated' else 'struck-off' end,
        p.id_nat || ':' || p.version, k.subject, jsonb_build_object('version', p.version), p.updated_at
      from ${listeners} join identity_provider.people p on p.account_id = k.account_id
      where ${chosen} and (p.active or (p.person ->> 'mergedInto' is null
        and not exists (select from identity_provider.absorbed_accounts a where a.account_id = p.account_id)
        and 'struck-off' is distinct from (select n.kind from identity_provider.change_notices n
          where n.client_id = k.client_id and n.account_id = k.account_id order by n.id desc limit 1)))`,
    kept('idNats' in which ? 'psc_note_copies' : 'psc_note_publication'),
  );
}

export interface ChangedNumber {
  readonly accountId: string;
  readonly intoAccount: string;
  readonly former: string;
  readonly idNat: string;
}

/**
 * Notes that the person whom services knew under one number goes by another, and under which name (`sub`) they will
 * find that person: the same for a service with stable names. What still waited for the former account waits for the
 * other; that somebody was struck off, which is not so, is no longer told.
 */
export async function noteNumber(
  ctx: Ctx,
  { accountId, intoAccount, former, idNat }: ChangedNumber,
): Promise<void> {
  await sql`delete from identity_provider.change_notices
    where account_id = ${accountId} and kind = 'struck-off' and taken_at is null`.execute(ctx.db);
  await sql`update identity_provider.change_notices set account_id = ${intoAccount}
    where account_id = ${accountId} and taken_at is null`.execute(ctx.db);
  const next = sql`case when s.options ->> 'subject' = 'stable' then k.subject else ${subjectOf(idNat)} end`;
  await note(
    ctx,
    sql`select k.client_id, ${intoAccount}::uuid, 'identifier-changed', ${former}, k.subject,
        jsonb_build_object('former_national_id', ${former}::text, 'national_id', ${idNat}::text, 'sub', ${next}),
        ${ctx.clock.now()}::timestamptz
      from ${listeners} where k.account_id = ${accountId}`,
  );
}

export interface RevokedMeans {
  readonly idNat: string;
  readonly means: MeansCode;
  /** What tells it apart from every other one: `event:12`, `pairing:…`. */
  readonly cause: string;
  readonly happenedAt: Date;
  /** Real time: services that came to know the person later are not told. */
  readonly recordedAt: Date;
}

/** Notes that a means of a person was revoked; harmless when repeated. */
export async function noteRevoked(ctx: Ctx, revoked: RevokedMeans): Promise<void> {
  await note(
    ctx,
    sql`select k.client_id, p.account_id, 'means-revoked', ${revoked.cause}::text, k.subject,
        jsonb_build_object('means', ${revoked.means}::text), ${revoked.happenedAt}::timestamptz
      from ${listeners} join identity_provider.people p on p.account_id = k.account_id
      where p.id_nat = ${revoked.idNat} and k.since <= ${revoked.recordedAt}`,
  );
}

/** The same for a means that is kept here (security key, code, paired account), given up or taken away at this moment. */
export const noteGivenUp = (
  ctx: Ctx,
  { idNat, means, cause }: Pick<RevokedMeans, 'idNat' | 'means' | 'cause'>,
): Promise<void> =>
  noteRevoked(ctx, { idNat, means, cause, happenedAt: ctx.clock.now(), recordedAt: new Date() });

/**
 * Writes the notices that the query gives, and asks to send those of services that want them sent. `name`: under which
 * the statement is kept prepared.
 */
async function note(ctx: Ctx, query: RawBuilder<unknown>, name = sql``): Promise<void> {
  const pushed = await rows(
    ctx.db,
    sql<{
      clientId: string;
      accountId: string;
    }>`${name}with noted as (insert into identity_provider.change_notices
        (client_id, account_id, kind, cause, subject, detail, happened_at) ${query}
        on conflict do nothing returning client_id, account_id)
      select distinct client_id "clientId", account_id "accountId" from noted join identity_provider.services s
        using (client_id) where s.options -> 'events' ->> 'delivery' = 'push'`,
  );
  for (const line of pushed) await ask(ctx, PUSH_CHANGES, [lineOf(line)]);
}
