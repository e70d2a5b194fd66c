import { sql } from 'kysely';
import type { Ctx } from '../../platform/context.js';
import { one, rows } from '../../platform/db/connection.js';
import type { EntryPerson } from '../directory/index.js';
import { type NationalClaims, nationalClaims } from './rules/national-claims.js';

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

type Row = Omit<PersonCopy, 'givenName' | 'familyName' | 'claims' | 'mail' | 'mobile'> & {
  readonly person: EntryPerson;
};

const columns = sql`id_nat as "idNat", account_id as "accountId", version, origins, active, person,
  updated_at as "updatedAt"`;

/** The copy of one person, by national identifier. */
export async function personByIdNat(ctx: Pick<Ctx, 'db'>, idNat: string): Promise<PersonCopy | undefined> {
  const row = await one(
    ctx.db,
    sql<Row>`select ${columns} from identity_provider.people where id_nat = ${idNat}`,
  );
  return row && copyOf(row);
}

/** The copy of one person, by the account that sessions and tokens hold. */
export async function personByAccount(
  ctx: Pick<Ctx, 'db'>,
  accountId: string,
): Promise<PersonCopy | undefined> {
  const row = await one(
    ctx.db,
    sql<Row>`select ${columns} from identity_provider.people where account_id = ${accountId}`,
  );
  return row && copyOf(row);
}

function copyOf({ person, ...row }: Row): PersonCopy {
  const claims = nationalClaims(person);
  return {
    ...row,
    claims,
    givenName: claims.given_name,
    familyName: claims.family_name,
    mail: person.correspondence?.mail ?? null,
    mobile: person.correspondence?.mobile?.e164 ?? null,
  };
}

/** A copy that was written, as it is told. */
export type Copied = Pick<PersonCopy, 'idNat' | 'version' | 'origins' | 'active'>;

/** Copies what the directory holds of some people, where it is newer than what is held here. Out: what was written. */
export function copyNewer(ctx: Ctx, idNats: readonly string[]): Promise<Copied[]> {
  return rows(
    ctx.db,
    sql<Copied>`insert into identity_provider.people as held
        (id_nat, version, origins, active, person, updated_at)
      select id_nat, version, origins, published, person, ${ctx.clock.now()}
      from directory.published_people where id_nat = any(${[...idNats]}) order by id_nat
      on conflict (id_nat) do update set version = excluded.version, origins = excluded.origins,
        active = excluded.active, person = excluded.person, updated_at = excluded.updated_at
      where held.version < excluded.version
      returning id_nat as "idNat", version, origins, active`,
  );
}
