import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { emit } from '../../../platform/events.js';
import { journal } from '../../../platform/journal.js';
import { ownOrigin, PSI_FORM } from '../../nomenclatures/index.js';
import { noteNumber } from '../changes/note.js';
import { accountAbsorbed, PERSON_CLOSED, told } from '../events.js';
import { subjectOf } from '../oidc/account.js';
import type { Copied, Which } from '../store.js';

interface Absorbed {
  readonly accountId: string;
  readonly intoAccount: string;
  readonly former: string;
  readonly idNat: string;
  readonly version: number;
}

/**
 * Carries on, under the number that remains, the accounts of numbers that turned out to be the same person's: sessions
 * and tokens go on, and services with stable names keep theirs. In: whose copies were just written. Harmless when
 * repeated; to be called in their transaction.
 */
export async function absorbAccounts(ctx: Ctx, which: Which): Promise<void> {
  if ('idNats' in which && which.idNats.length === 0) return;
  // As a list also those of a publication: nobody knows yet how large a table is that was just filled, and all of it was read.
  const chosen =
    'idNats' in which
      ? sql`${[...which.idNats]}::text[]`
      : sql`array(select id_nat collate "default" from directory.published_people
          where publication = ${which.publication} and other_ids <> '{}')`;
  const absorbed = await rows(
    ctx.db,
    sql<Absorbed>`insert into identity_provider.absorbed_accounts as a (account_id, into_account, id_nat)
      select distinct on (o.account_id) o.account_id, p.account_id, o.id_nat
      from identity_provider.people p, json_array_elements_text(p.person -> 'otherIds') other (id)
      join identity_provider.people o on o.id_nat in (other.id, '0' || other.id)
      where p.id_nat = any(${chosen}) and json_array_length(p.person -> 'otherIds') > 0 and p.active
        and (not o.active or o.id_nat ~ ${sql.lit(PSI_FORM)}) and o.account_id <> p.account_id order by o.account_id, p.id_nat
      on conflict (account_id) do nothing
      returning account_id "accountId", into_account "intoAccount", id_nat former,
        (select id_nat from identity_provider.people n where n.account_id = a.into_account) "idNat",
        (select version from identity_provider.people n where n.account_id = a.into_account) version`,
  );
  await closeOwn(ctx, absorbed);
  for (const one of absorbed) {
    await noteNumber(ctx, one);
    await carryNames(ctx, one);
  }
  await emit(ctx, absorbed.map(accountAbsorbed));
}

/**
 * Closes the identities among them that Pro Santé Connect gave by itself (PSI): no directory does, and from here on their
 * person signs in under the number of a register.
 */
async function closeOwn(ctx: Ctx, absorbed: readonly Absorbed[]): Promise<void> {
  const own = absorbed.filter(({ former }) => ownOrigin(former));
  if (own.length === 0) return;
  const closed = await rows(
    ctx.db,
    sql<Copied>`update identity_provider.people o set active = false, version = o.version + 1,
        person = o.person::jsonb || jsonb_build_object('state', 'closed', 'mergedInto', n.main), updated_at = ${ctx.clock.now()}
      from jsonb_to_recordset(${JSON.stringify(own.map(({ former, idNat }) => ({ former, main: idNat })))}::jsonb)
        n (former text, main text)
      where o.id_nat = n.former and o.active
      returning o.id_nat "idNat", o.version, o.origins, o.active`,
  );
  for (const { idNat } of closed)
    await journal(ctx, { act: 'identity-provider.take-in-own-identity', subject: idNat, outcome: 'done' });
  await emit(ctx, closed.map(told(PERSON_CLOSED)));
}

/**
 * A service that knew both keeps the name of the account that remains. One that is told of changes knows the person by
 * the name of the new number from here on, unless its names are stable.
 */
async function carryNames(ctx: Ctx, { accountId: from, intoAccount: into, idNat }: Absorbed): Promise<void> {
  await sql`update identity_provider.known_subjects k set account_id = ${into}, subject = case
      when s.options ? 'events' and s.options ->> 'subject' <> 'stable' then ${subjectOf(idNat)} else k.subject end
    from identity_provider.services s where s.client_id = k.client_id and k.account_id = ${from} and not exists (select from identity_provider.known_subjects h
      where h.client_id = k.client_id and h.account_id = ${into})`.execute(ctx.db);
}
