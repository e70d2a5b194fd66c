import { randomBytes } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../platform/context.js';
import { one, rows } from '../../platform/db/connection.js';
import { kept } from '../../platform/db/plans.js';
import { statement } from '../../platform/db/statement.js';
import { withoutIndexes } from '../../platform/db/without-indexes.js';
import type { EntryPerson } from '../directory/index.js';
import { decisionsInEffect, isIncludedBy } from './queries/perimeter.js';
import { type NationalClaims, nationalClaims } from './rules/national-claims.js';
import { type Population, populationOf } from './rules/populations.js';

/**
 * The provider's own copy of a person. `active` is false when the directory no longer publishes the person, or when the
 * person is of a population that is not in the perimeter: `outside`.
 */
export interface PersonCopy {
  readonly idNat: string;
  readonly accountId: string;
  readonly version: number;
  readonly origins: Readonly<Record<string, number>>;
  readonly active: boolean;
  readonly outside?: Population;
  readonly givenName: string;
  readonly familyName: string;
  readonly claims: NationalClaims;
  /** The record as the directory gave it, contacts included: claims are made of it, never shown as it is. */
  readonly person: EntryPerson;
  readonly mail: string | null;
  readonly mobile: string | null;
  readonly updatedAt: Date;
}

type Row = Omit<PersonCopy, 'givenName' | 'familyName' | 'claims' | 'mail' | 'mobile'> & {
  /** Decisions about the perimeter that are in effect, by population. */
  readonly decisions: Readonly<Record<string, boolean>> | null;
};

type World = Pick<Ctx, 'db' | 'clock'>;

const columns = (
  now: RawBuilder<unknown>,
) => sql`id_nat as "idNat", account_id as "accountId", version, origins, active, person,
  updated_at as "updatedAt", ${decisionsInEffect(now)} decisions`;

const byIdNat = statement<{ idNat: string; now: Date }, Row>(
  'psc_person',
  (value) =>
    sql`select ${columns(value('now'))} from identity_provider.people where id_nat = ${value('idNat')}`,
);

const byAccount = statement<{ accountId: string; now: Date }, Row>('psc_account', (value) =>
  accountRow(sql`${value('accountId')}::uuid`, value('now')),
);

/** The copy of one person, by national identifier: the one that the person goes by, or one that it took in. */
export async function personByIdNat(ctx: World, idNat: string): Promise<PersonCopy | undefined> {
  const [row] = (await byIdNat(ctx.db, { idNat, now: ctx.clock.now() })).rows;
  const main = row?.person.mergedInto;
  if (main !== undefined) return personByIdNat(ctx, main);
  return row && copyOf(ctx, row);
}

/** The copy of one person, by the account that sessions and tokens hold, also one that another took over. */
export async function personByAccount(ctx: World, accountId: string): Promise<PersonCopy | undefined> {
  const [row] = (await byAccount(ctx.db, { accountId, now: ctx.clock.now() })).rows;
  return row && copyOf(ctx, row);
}

/** The row behind `personByAccount`, for a statement that reads more than a person. In: expressions of account and time. */
export function accountRow(accountId: RawBuilder<unknown>, now: RawBuilder<unknown>): RawBuilder<Row> {
  return sql<Row>`select ${columns(now)} from identity_provider.people where account_id = coalesce(
    (select into_account from identity_provider.absorbed_accounts a where a.account_id = ${accountId}), ${accountId})`;
}

export type AccountRow = Row;

/** What is told of a person, made of a row: claims, contacts, and whether the perimeter has the person now. */
export function copyOf(ctx: Pick<Ctx, 'clock'>, { person, decisions, ...row }: Row): PersonCopy {
  // Made when they are asked for: most requests only want to know that the person is there.
  let made: NationalClaims | undefined;
  const claims = () => {
    made ??= nationalClaims(person);
    return made;
  };
  const population = populationOf(person);
  const outside =
    population && !isIncludedBy(decisions ?? {}, population, ctx.clock) ? population : undefined;
  return {
    ...row,
    person,
    ...(outside && { active: false, outside }),
    get claims() {
      return claims();
    },
    get givenName() {
      return claims().given_name;
    },
    get familyName() {
      return claims().family_name;
    },
    mail: person.correspondence?.mail ?? null,
    mobile: person.correspondence?.mobile?.e164 ?? null,
  };
}

/** A copy that was written, as it is told. */
export type Copied = Pick<PersonCopy, 'idNat' | 'version' | 'origins' | 'active'>;

/** The same, and whether the person has other numbers. */
export type CopiedAlone = Copied & { readonly others: boolean };

/** Whose entries are copied: some people, or all those of a publication of the directory. */
export type Which = { readonly idNats: readonly string[] } | { readonly publication: number };

/** Copies what the directory holds of a whole publication, where it is newer than what is held here. */
export async function copyPublished(ctx: Ctx, publication: number): Promise<void> {
  const coming = await one(
    ctx.db,
    sql<{
      n: number;
    }>`select count(*)::int n from directory.published_people where publication = ${publication}`,
  );
  const those = sql`publication = ${publication}`;
  await withoutIndexes(ctx, 'identity_provider.people', coming?.n ?? 0, async ({ alone, renewed }) => {
    // To look who is here in a table that began anew took as long as the rows: all entries were read once more.
    if (renewed) return void (await adding(ctx, those, accountsOfOneSecret()).execute(ctx.db));
    if (!alone) return void (await copying(ctx, those).execute(ctx.db));
    // Where nobody else can write, those who are here already are few: to look for a clash costs as much as the row.
    await copying(ctx, sql`${those} and ${HERE}`).execute(ctx.db);
    await adding(ctx, sql`${those} and not ${HERE}`).execute(ctx.db);
  });
}

/** Copies what the directory holds of some people, where it is newer than what is held here. Out: what was written. */
export function copyNewerToTell(
  ctx: Ctx,
  which: { readonly idNats: readonly string[] },
): Promise<CopiedAlone[]> {
  return rows(
    ctx.db,
    sql<CopiedAlone>`${kept('psc_copy_people')}${copying(ctx, sql`id_nat = any(${[...which.idNats]}) order by id_nat`)} returning id_nat as "idNat", version, origins, active,
      json_array_length(person -> 'otherIds') > 0 others`,
  );
}

/** Whether a person of the directory has a copy already. */
const HERE = sql<boolean>`exists (select from identity_provider.people h where h.id_nat = e.id_nat)`;

const copying = (ctx: Ctx, chosen: RawBuilder<unknown>) =>
  sql`${adding(ctx, chosen)}
    on conflict (id_nat) do update set version = excluded.version, origins = excluded.origins,
      active = excluded.active, person = excluded.person, updated_at = excluded.updated_at
    where held.version < excluded.version`;

const adding = (ctx: Ctx, chosen: RawBuilder<unknown>, account = sql`gen_random_uuid()`) =>
  sql`insert into identity_provider.people as held
      (id_nat, account_id, version, origins, active, person, updated_at)
    select id_nat, ${account}, version, origins, published, person, ${ctx.clock.now()}
    from directory.published_people e where ${chosen}`;

// To draw each by itself takes a quarter of the time of its row: a nation has them from one secret, which nobody keeps.
const accountsOfOneSecret = () => sql`md5(${randomBytes(16).toString('hex')} || id_nat)::uuid`;

/** People of a publication who are active here and no longer published there. */
export function closedBy(ctx: Ctx, publication: number): Promise<Copied[]> {
  return rows(
    ctx.db,
    sql<Copied>`select p.id_nat as "idNat", e.version, e.origins, e.published active
      from directory.published_people e join identity_provider.people p on p.id_nat = e.id_nat collate "default"
      where e.publication = ${publication} and not e.published and p.active and p.version < e.version`,
  );
}
