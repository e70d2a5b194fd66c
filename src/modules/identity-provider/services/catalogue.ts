import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected, one, rows } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { fold } from '../../directory/index.js';
import { invalidService } from '../errors.js';
import {
  type Declaration,
  type GivenDeclaration,
  readDeclaration,
  type ServiceKind,
} from '../rules/declaration.js';
import type { MeansCode } from '../rules/means.js';

/** What anybody may know of a service: no address, no key, no contact but the one given for its users. */
export interface CatalogueEntry
  extends Pick<
    Declaration,
    | 'name'
    | 'organisation'
    | 'purpose'
    | 'website'
    | 'supportContact'
    | 'kind'
    | 'requiredLevel'
    | 'otherMeans'
  > {
  readonly id: string;
  /** In service; otherwise a project. */
  readonly connected: boolean;
  readonly pscOnly: boolean;
  readonly acceptedMeans: readonly MeansCode[] | undefined;
  readonly claims: 'national' | 'clean';
  readonly since: Date | null;
}

export interface CatalogueAsked {
  readonly q?: string | undefined;
  readonly connected?: boolean | undefined;
  readonly kinds?: readonly ServiceKind[] | undefined;
  /** Last id of the page before. */
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

const PAGE = 50;

interface Row {
  readonly id: string;
  readonly approved: Declaration;
  readonly connected: boolean;
  readonly since: Date | null;
}

const LISTED = sql`approved is not null and state <> 'closed'`;

/** Entries of the catalogue by name, a page at a time. Some thousands at most: the words are read one by one. */
export async function catalogue(ctx: Pick<Ctx, 'db'>, asked: CatalogueAsked = {}): Promise<CatalogueEntry[]> {
  const words = fold(asked.q ?? '')
    .split(' ')
    .filter(Boolean);
  const narrowed = [
    LISTED,
    ...words.map((word) => sql`words like ${`%${word}%`}`),
    ...(asked.connected === undefined ? [] : [sql`(client_id is not null) = ${asked.connected}`]),
    ...(asked.kinds ? [sql`approved ->> 'kind' = any(${[...asked.kinds]})`] : []),
    ...(asked.after
      ? [
          sql`(words, id) > (select words, id from identity_provider.declarations where id::text = ${asked.after})`,
        ]
      : []),
  ];
  const found = await rows(
    ctx.db,
    sql<Row>`select id, approved, client_id is not null connected, decided_at since
      from identity_provider.declarations where ${sql.join(narrowed, sql` and `)}
      order by words, id limit ${asked.limit ?? PAGE}`,
  );
  return found.map(entryOf);
}

/** One entry of the catalogue; undefined for what is not in it. */
export async function catalogueEntry(ctx: Pick<Ctx, 'db'>, id: string): Promise<CatalogueEntry | undefined> {
  const found = await one(
    ctx.db,
    sql<Row>`select id, approved, client_id is not null connected, decided_at since
      from identity_provider.declarations where id::text = ${id} and ${LISTED}`,
  );
  return found && entryOf(found);
}

/** How many services are connected and how many are projects. */
export async function catalogueSize(ctx: Pick<Ctx, 'db'>): Promise<{ connected: number; projects: number }> {
  const counted = await one(
    ctx.db,
    sql<{ connected: number; projects: number }>`select count(client_id)::int connected,
        (count(*) - count(client_id))::int projects
      from identity_provider.declarations where ${LISTED}`,
  );
  return counted ?? { connected: 0, projects: 0 };
}

function entryOf({ id, approved: a, connected, since }: Row): CatalogueEntry {
  const { name, organisation, purpose, website, supportContact, kind, requiredLevel, otherMeans } = a;
  const { pscOnly, acceptedMeans, claims } = a.options as {
    pscOnly?: boolean;
    acceptedMeans?: MeansCode[];
    claims?: 'clean';
  };
  return {
    ...{ id, name, organisation, purpose, website, supportContact, kind, requiredLevel, otherMeans },
    ...{ connected, since: connected ? since : null, acceptedMeans },
    pscOnly: pscOnly ?? otherMeans.length === 0,
    claims: claims ?? 'national',
  };
}

/**
 * Keeps an entry of the catalogue that no integrator declared: a known service that is not connected, a project, or one
 * that operators registered themselves. Found again by `key`. Journaled. @throws Refusal 422 unreadable
 */
export async function keepEntry(
  ctx: Ctx,
  key: string,
  given: GivenDeclaration & { readonly clientId?: string },
): Promise<void> {
  const { clientId, ...content } = given;
  const read = readDeclaration(content);
  if ('faults' in read) throw invalidService(read.faults);
  const [json, now] = [JSON.stringify(read.declaration), ctx.clock.now()];
  await transaction(ctx, async (tx) => {
    await sql`insert into identity_provider.declarations
        (key, state, asked, approved, words, client_id, created_at, decided_at, decided_by)
      values (${key}, 'approved', ${json}::jsonb, ${json}::jsonb, ${wordsOf(read.declaration)}, ${clientId ?? null},
        ${now}, ${now}, ${tx.actor})
      on conflict (key) do update set asked = excluded.asked, approved = excluded.approved, words = excluded.words,
        client_id = excluded.client_id, state = 'approved'`.execute(tx.db);
    await journal(tx, { act: 'identity-provider.keep-entry', subject: key, outcome: 'done' });
  });
}

/** The entries that operators keep, by name. */
export async function keptEntries(ctx: Pick<Ctx, 'db'>): Promise<CatalogueEntry[]> {
  const found = await rows(
    ctx.db,
    sql<Row>`select id, approved, client_id is not null connected, decided_at since
      from identity_provider.declarations where key is not null and ${LISTED} order by words, id limit 1000`,
  );
  return found.map(entryOf);
}

/** Takes an entry that operators keep out of the catalogue. Out: whether it was there. Journaled. */
export async function withdrawEntry(ctx: Ctx, id: string): Promise<boolean> {
  const gone = await affected(
    ctx.db,
    sql`update identity_provider.declarations set state = 'closed'
      where id::text = ${id} and key is not null and client_id is null and state <> 'closed'`,
  );
  if (gone > 0) await journal(ctx, { act: 'identity-provider.withdraw-entry', subject: id, outcome: 'done' });
  return gone > 0;
}

/** What the search of the catalogue finds a service by, name first. */
export const wordsOf = ({ name, organisation, purpose }: Declaration): string =>
  fold(`${name} ${organisation} ${purpose}`);
