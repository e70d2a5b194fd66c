import { type RawBuilder, sql } from 'kysely';
import { rows } from '../../../../platform/db/connection.js';
import type { Kind } from '../parameters.js';
import type { Criterion, SortKey } from './criterion.js';
import { FEW_HITS, type ListRow, listed, readByTerms, readNamed, stateOf } from './frequent.js';
import type { Need, Plan } from './plan.js';
import type { Candidate, Run, WalkFrom } from './run.js';

/** A line as it was read: what it is sorted by, what it holds. */
export interface Line<R> {
  readonly key: string;
  readonly value: string;
  readonly row: R;
}

/** Where resources come from: a table of which each line tells some. Its columns are named after `t`. */
export interface Source<R> {
  readonly name: string;
  readonly table: RawBuilder<unknown>;
  readonly key: RawBuilder<unknown>;
  readonly columns: RawBuilder<unknown>;
  readonly sorts: Readonly<Partial<Record<'name' | 'updated', RawBuilder<unknown>>>>;
  /** Lines that tell something. */
  readonly shown: RawBuilder<unknown>;
  /** Lines that terms may find. */
  readonly found: RawBuilder<unknown>;
  /** A text of a line that is another one after each change of it; without one, no line is held. */
  readonly state?: RawBuilder<unknown> | undefined;
  needs(run: Run, kind: Kind, criterion: Criterion): Promise<Need> | Need;
  candidates(run: Run, kind: Kind, line: Line<R>): Candidate[];
}

const [ASC, DESC] = [sql`asc`, sql`desc`];

export interface Read<R> {
  readonly lines: readonly Line<R>[];
  /** The terms are in so many lines that the list has to be walked. */
  readonly tooMany: boolean;
}

/**
 * Lines that a plan allows, in order, from a place. With terms: those few that have them, by their index; or, once
 * they are known to be many (`dense`), in the order of the list.
 */
export async function readLines<R>(
  run: Run,
  source: Source<R>,
  plan: Plan,
  from: WalkFrom & { size: number; dense: boolean },
): Promise<Read<R>> {
  const { key, columns, table } = source;
  if (isNamed(plan, from)) return { lines: await readNamed(run, source, plan.keys ?? []), tooMany: false };
  if (isByTermsAlone(plan, from)) return readByTerms(run, source, plan, from.size);
  const sorted = sortedBy(source, from.sort.key);
  const way = from.sort.descending !== (from.back ?? false) ? DESC : ASC;
  const byTerms = plan.tsquery !== '' && plan.keys === undefined && !from.dense;
  const terms = plan.tsquery === '' ? sql`` : sql`and t.terms @@ ${plan.tsquery}::tsquery`;
  const shown = plan.tsquery === '' ? source.shown : source.found;
  const keys = plan.keys === undefined ? sql`` : sql`and ${key} = any(${[...plan.keys]})`;
  const where = plan.where.map((one) => sql`and ${one}`);
  const lines = sql`select ${columns}, ${key} key, ${stateOf(source)} state, ${sorted ? sql`${sorted}::text` : sql`''`} "value" from ${table}
        where ${shown} ${byTerms ? sql`and ${key} in (select key from hits)` : terms} ${keys} ${sql.join(where, sql` `)}
          ${beyond(from, key, sorted)}
        order by ${sorted ? sql`${sorted} ${way}, ` : sql``}${key} ${way} limit ${from.size}`;
  const hits = byTerms
    ? sql`with hits as materialized (select ${key} key from ${table} where ${shown} ${terms} limit ${FEW_HITS + 1})`
    : sql``;
  const found = await rows(
    run.ctx.db,
    sql<ListRow<R>>`${hits}
      select state.*, line.* from (select (select number from directory.current_publication) publication,
        ${byTerms ? sql`(select count(*)::int from hits)` : sql`0`} hits) state
      left join (${lines}) line on true`,
  );
  return listed(run, source, found);
}

/** Lines that are named, few, and asked for nothing else. */
const isNamed = (
  { keys, tsquery, where }: Plan,
  { after, sort, size }: WalkFrom & { size: number },
): boolean =>
  keys !== undefined &&
  keys.length < size &&
  tsquery === '' &&
  where.length === 0 &&
  !after &&
  sort.key === '_id' &&
  !sort.descending;

/** The first lines of those that have terms, in the order of ids: nothing else is asked. */
const isByTermsAlone = (
  { keys, tsquery, where }: Plan,
  { after, sort, back = false, dense }: WalkFrom & { dense: boolean },
): boolean =>
  tsquery !== '' &&
  keys === undefined &&
  where.length === 0 &&
  !dense &&
  !after &&
  !back &&
  sort.key === '_id' &&
  !sort.descending;

function sortedBy<R>(source: Source<R>, key: SortKey): RawBuilder<unknown> | undefined {
  if (key === '_id') return undefined;
  return key === 'name' ? source.sorts.name : source.sorts.updated;
}

// The line of the place itself is read again when only some of its resources were shown.
function beyond(from: WalkFrom, key: RawBuilder<unknown>, sorted: RawBuilder<unknown> | undefined) {
  const { after, back = false, sort } = from;
  if (!after) return sql``;
  const than = sql.raw((sort.descending !== back ? '<' : '>') + (after.id === undefined ? '' : '='));
  if (!sorted) return sql`and ${key} ${than} ${after.line}`;
  const value = sort.key === 'name' ? sql`${after.value}` : sql`${after.value}::timestamptz`;
  return sql`and (${sorted}, ${key}) ${than} (${value}, ${after.line})`;
}
