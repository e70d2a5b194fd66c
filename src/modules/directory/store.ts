import { sql } from 'kysely';
import type { Ctx } from '../../platform/context.js';
import { rows } from '../../platform/db/connection.js';
import { statement } from '../../platform/db/statement.js';
import type { Entry } from './entry.js';
import { keepNames } from './names.js';
import type { EntryLine } from './rules/entry-line.js';
import { PROJECTION } from './rules/projection.js';

/** The entries of some people. In: national identifiers. Out: what is held, by identifier. */
export async function readEntries(
  ctx: Pick<Ctx, 'db'>,
  idNats: readonly string[],
): Promise<Map<string, Entry>> {
  if (idNats.length === 0) return new Map();
  const found = await rows(
    ctx.db,
    sql<Entry>`select id_nat "idNat", version, origins, published, person from directory.entries
      where id_nat = any(${[...idNats]})`,
  );
  return new Map(found.map((entry) => [entry.idNat, entry]));
}

/** What becomes of an entry (`held`) when one is written: it is replaced by a newer one, or one made by newer rules. */
export const ON_NEWER = sql`on conflict (id_nat) do update set version = excluded.version, origins = excluded.origins,
        published = excluded.published, published_at = coalesce(held.published_at, excluded.published_at),
        updated_at = excluded.updated_at, person = excluded.person, other_ids = excluded.other_ids,
        sort_name = excluded.sort_name,
        terms = excluded.terms, projection = excluded.projection, xid = pg_current_xact_id(),
        switched_xid = case when excluded.published = held.published then held.switched_xid
          else pg_current_xact_id() end
      where excluded.version > held.version
        or (excluded.version = held.version and held.projection < excluded.projection)`;

/** The entry of the account that a number belongs to: that of the number itself, or of the one that took it in. */
export async function accountEntry(ctx: Pick<Ctx, 'db'>, idNat: string): Promise<Entry | undefined> {
  const entry = (await readEntries(ctx, [idNat])).get(idNat);
  const main = entry?.person.mergedInto;
  return main === undefined ? entry : (await readEntries(ctx, [main])).get(main);
}

/**
 * Writes entries that are newer than what is held, or made by newer rules, in the order of their identifiers (two
 * writers never wait for each other in a circle). Out: the identifiers written, and whether each is new; a copy never goes back to an older version.
 */
export async function writeEntries(ctx: Ctx, entries: readonly EntryLine[]): Promise<Map<string, boolean>> {
  const lines = [...entries]
    .sort((a, b) => (a.idNat < b.idNat ? -1 : 1))
    .map(({ terms, ...entry }) => ({ ...entry, otherIds: entry.person.otherIds, terms: [...terms] }));
  const values = { lines: JSON.stringify(lines), now: ctx.clock.now(), projection: PROJECTION };
  const written = (await writeNewer(ctx.db, values)).rows;
  const changed = new Map(written.map(({ idNat, fresh }) => [idNat, fresh]));
  const shown = entries.filter(({ idNat, published }) => published && changed.has(idNat));
  await keepNames(
    ctx,
    shown.flatMap(({ terms }) => terms),
  );
  return changed;
}

const writeNewer = statement<
  { lines: string; now: Date; projection: number },
  { idNat: string; fresh: boolean }
>(
  'directory_write_entries',
  (value) => sql`insert into directory.entries as held
      (id_nat, version, origins, published, published_at, updated_at, person, other_ids, sort_name, terms, projection)
    select e."idNat", e.version, e.origins, e.published,
      case when e.published then ${value('now')}::timestamptz end, ${value('now')}::timestamptz,
      e.person, e."otherIds", e."sortName", array_to_tsvector(e.terms), ${value('projection')}
    from json_to_recordset(${value('lines')}::json) as e("idNat" text, version integer, origins jsonb,
      published boolean, person json, "otherIds" text[], "sortName" text, terms text[])
    ${ON_NEWER}
    returning id_nat "idNat", held.xmax = 0 fresh`,
);
