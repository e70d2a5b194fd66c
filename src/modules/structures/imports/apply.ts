import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { emit } from '../../../platform/events.js';
import type { Damage } from '../../../platform/files/damaged-lines.js';
import { type Judged, judged, type Mode } from '../../../platform/files/loading.js';
import { isTooMuch } from '../../../platform/files/too-much.js';
import { knowLegalEntities } from '../actions/know-legal-entities.js';
import { FILE_APPLIED, structureChanged } from '../events.js';
import type { SavedStructure } from '../store.js';
import type { FinessCount, StagedFiness } from './import.js';
import { LOADS } from './store.js';

/** What became of the changes of a file. */
export interface Applied extends Judged {
  readonly counts: readonly FinessCount[];
}

/** Applies the staged records of a load in one transaction, or nothing when the changes are too many or only counted. */
export function applyLoad(ctx: Ctx, id: number, file: StagedFiness, mode: Mode): Promise<Applied> {
  return judged<Pick<Applied, 'counts'>>(mode, (judge) =>
    transaction(ctx, async (tx) => {
      await compare(tx, id, file);
      await leaveOpen(tx, file);
      const counts = await count(tx);
      judge({ counts }, counts.some(isTooMuch));
      await sql`set local gin_pending_list_limit = '64MB'`.execute(tx.db);
      await sql`set local maintenance_work_mem = '128MB'`.execute(tx.db);
      const changed = await write(tx, id);
      await sql`select gin_clean_pending_list('structures.structures_terms')`.execute(tx.db);
      await LOADS.book.dropStaged(tx, id);
      await LOADS.book.settle(tx, id, 'applied', { counts });
      await emit(tx, changed.map(structureChanged));
      await emit(tx, [{ type: FILE_APPLIED, subject: String(id), version: 1 }]);
      return { counts };
    }),
  );
}

/** What the CSV of establishments says of one; the rest is kept as it was, whoever said it. */
const CSV_SAYS = [
  ...['nationalId', 'finess', 'finessLegalEntity', 'siret', 'siren', 'name', 'longName', 'kind', 'category'],
  ...[
    'publicService',
    'tariff',
    'ape',
    'openedOn',
    'authorisedOn',
    'closedOn',
    'closing',
    'position',
    'address',
  ],
  ...['phone', 'fax', 'source', 'changedOn', 'origins'],
];
const JSON_SAYS = [...CSV_SAYS.filter((field) => field !== 'ape'), 'legalStatus', 'group', 'mail'];

// A legal entity has its code of activity from FINESS+ alone; an establishment has it from the CSV alone.
async function compare(ctx: Ctx, id: number, { kind, publishedAt }: StagedFiness): Promise<void> {
  const says = kind === 'csv' ? CSV_SAYS : JSON_SAYS;
  const kinds = kind === 'csv' ? ['EG'] : ['EJ', 'EG'];
  const day = `${publishedAt.slice(0, 4)}-${publishedAt.slice(4, 6)}-${publishedAt.slice(6, 8)}`;
  const gone = JSON.stringify({ closedOn: day, closing: 'absent' });
  await sql`create temp table finess_change on commit drop as
    select *, case when held is null then 'created' when was_open and not open then 'closed'
        when not was_open and open then 'reopened' when data <> held then 'updated' else 'unchanged' end outcome
    from (select id, kind, sort_name, terms, data, held, was_open, not data ? 'closedOn' or data ->> 'closedOn' > ${day} open,
      known, true named
    from (select r.id, r.kind, r.sort_name, array_to_tsvector(string_to_array(r.terms, ' ')) terms,
        case when s.id is null then r.data
          else (s.data - case r.kind when 'EJ' then ${[...says, 'ape']}::text[] else ${says}::text[] end) || r.data
        end data, s.data held, coalesce(s.active, false) was_open, coalesce(s.in_finess, false) known
      from ${sql.raw(LOADS.book.staged(id))} r left join structures.structures s on s.id = r.id) compared
    union all
    select s.id, s.kind, s.sort_name, s.terms, s.data || ${gone}::jsonb, s.data, true, false, true, false
    from structures.structures s
    where s.in_finess and s.active and s.kind = any(${kinds})
      and not exists (select from ${sql.raw(LOADS.book.staged(id))} r where r.id = s.id)) every`.execute(
    ctx.db,
  );
  await sql`analyze finess_change`.execute(ctx.db);
}

/** What may be the structure of a rejected record is not gone. */
async function leaveOpen(ctx: Ctx, { leftAlone = [], nameless = 0 }: Damage): Promise<void> {
  await sql`update finess_change set outcome = 'kept' where outcome = 'closed' and not named
    and (${nameless} > 0 or id = any(${[...leftAlone]}))`.execute(ctx.db);
}

function count(ctx: Ctx): Promise<FinessCount[]> {
  return rows(
    ctx.db,
    sql<FinessCount>`select kind, (count(*) filter (where known and was_open))::int known,
        (count(*) filter (where outcome = 'created'))::int created,
        (count(*) filter (where outcome = 'updated' and known))::int updated,
        (count(*) filter (where outcome in ('updated', 'unchanged') and not known))::int taken,
        (count(*) filter (where outcome = 'closed'))::int closed,
        (count(*) filter (where outcome = 'kept'))::int kept,
        (count(*) filter (where outcome = 'reopened'))::int reopened,
        (count(*) filter (where outcome = 'unchanged' and known))::int unchanged
      from finess_change group by kind order by kind desc`,
  );
}

/** Writes what changed, in the order of the ids. Out: structures that were there and say something else now. */
async function write(ctx: Ctx, id: number): Promise<SavedStructure[]> {
  await writeEntities(ctx, id);
  return rows(
    ctx.db,
    sql<SavedStructure>`with written as (
      insert into structures.structures as s (id, national_id, finess, siret, data, kind, category, active,
        in_finess, sort_name, terms, updated_at, since, act)
      select c.id, case when o.id is null then c.data ->> 'nationalId' end, c.data ->> 'finess',
        c.data ->> 'siret', c.data, c.kind, c.data ->> 'category', c.open, c.named, c.sort_name, c.terms,
        ${ctx.clock.now()}, ${ctx.clock.now()}, ${`finess ${id}`}
      from finess_change c
      left join structures.structures o on o.national_id = c.data ->> 'nationalId' and o.id <> c.id
      where c.outcome not in ('unchanged', 'kept') or not c.known order by c.id
      on conflict (id) do update set national_id = coalesce(s.national_id, excluded.national_id),
        finess = excluded.finess, siret = excluded.siret, data = excluded.data, kind = excluded.kind,
        category = excluded.category, active = excluded.active, in_finess = excluded.in_finess,
        sort_name = excluded.sort_name, terms = excluded.terms, updated_at = excluded.updated_at,
        act = excluded.act
      returning s.id, s.version, s.xid)
      select id, version from written where version > 1 and xid = pg_current_xact_id() order by id`,
  );
}

async function writeEntities(ctx: Ctx, id: number): Promise<void> {
  const named = await rows(
    ctx.db,
    sql<{ entity: string }>`select distinct c.data ->> 'finessLegalEntity' entity from finess_change c
      where c.data ? 'finessLegalEntity'
        and not exists (select from finess_change e where e.id = 'F' || (c.data ->> 'finessLegalEntity'))`,
  );
  await knowLegalEntities(
    ctx,
    named.map(({ entity }) => entity),
    `finess ${id}`,
  );
}
