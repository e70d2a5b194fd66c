import { type RawBuilder, sql } from 'kysely';

/** The accounts of a person: the one of that number, and those of numbers that it took over. A set, in SQL. */
export const ownAccounts = (idNat: string): RawBuilder<unknown> => sql`(
  select account_id from identity_provider.people where id_nat = ${idNat}
  union all select a.account_id from identity_provider.absorbed_accounts a
    join identity_provider.people p on p.account_id = a.into_account where p.id_nat = ${idNat})`;
