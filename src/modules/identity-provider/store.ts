import { sql } from 'kysely';
import type { Ctx } from '../../platform/context.js';
import { one, rows } from '../../platform/db/connection.js';
import type { NationalClaims } from './rules/national-claims.js';

/** The provider's own copy of a person. `active` is false when the directory no longer publishes the person. */
export interface PersonCopy {
  readonly idNat: string;
  readonly accountId: string;
  readonly version: number;
  readonly origins: Readonly<Record<string, number>>;
  readonly active: boolean;
  readonly givenName: string;
  readonly familyName: string;
  readonly claims: NationalClaims;
  readonly mail: string | null;
  readonly mobile: string | null;
  readonly updatedAt: Date;
}

const columns = sql`id_nat as "idNat", account_id as "accountId", version, origins, active,
  given_name as "givenName", family_name as "familyName", claims, mail, mobile_e164 as mobile,
  updated_at as "updatedAt"`;

/** The copy of one person, by national identifier. */
export function personByIdNat(ctx: Pick<Ctx, 'db'>, idNat: string): Promise<PersonCopy | undefined> {
  return one(
    ctx.db,
    sql<PersonCopy>`select ${columns} from identity_provider.people where id_nat = ${idNat}`,
  );
}

/** The copy of one person, by the account that sessions and tokens hold. */
export function personByAccount(ctx: Pick<Ctx, 'db'>, accountId: string): Promise<PersonCopy | undefined> {
  return one(
    ctx.db,
    sql<PersonCopy>`select ${columns} from identity_provider.people where account_id = ${accountId}`,
  );
}

export type NewCopy = Omit<PersonCopy, 'accountId' | 'updatedAt'>;

/** Writes the copies that are newer than those held, in one statement. Out: the identifiers really written. */
export async function writeNewer(ctx: Ctx, copies: readonly NewCopy[]): Promise<Set<string>> {
  const written = await rows(
    ctx.db,
    sql<{ idNat: string }>`insert into identity_provider.people
        (id_nat, version, origins, active, given_name, family_name, claims, mail, mobile_e164, updated_at)
      select "idNat", version, origins, active, "givenName", "familyName", claims, mail, mobile, ${ctx.clock.now()}
      from json_to_recordset(${JSON.stringify(copies)}::json) as c("idNat" text, version integer, origins jsonb,
        active boolean, "givenName" text, "familyName" text, claims json, mail text, mobile text)
      order by "idNat"
      on conflict (id_nat) do update set version = excluded.version, origins = excluded.origins,
        active = excluded.active, given_name = excluded.given_name, family_name = excluded.family_name,
        claims = excluded.claims, mail = excluded.mail, mobile_e164 = excluded.mobile_e164,
        updated_at = excluded.updated_at
      where identity_provider.people.version < excluded.version
      returning id_nat as "idNat"`,
  );
  return new Set(written.map((row) => row.idNat));
}
