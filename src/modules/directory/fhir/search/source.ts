import { type RawBuilder, sql } from 'kysely';
import { rows } from '../../../../platform/db/connection.js';
import { statement } from '../../../../platform/db/statement.js';
import type { Kind } from '../parameters.js';
import type { Criterion, SortKey } from './criterion.js';
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
  needs(run: Run, kind: Kind, criterion: Criterion): Promise<Need> | Need;
  candidates(run: Run, kind: Kind, line: Line<R>): Candidate[];
}

const [ASC, DESC] = [sql`asc`, sql`desc`];

/** As many lines that have the terms are sorted rather than looked for in the order of the list. */
const FEW_HITS = 2000;

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
  if (isNamed(plan, from)) return readNamed(run, source, plan.keys ?? []);
  if (isByTermsAlone(plan, from)) return readByTerms(run, source, plan.tsquery, from.size);
  const sorted = sortedBy(source, from.sort.key);
  const way = from.sort.descending !== (from.back ?? false) ? DESC : ASC;
  const byTerms = plan.tsquery !== '' && plan.keys === undefined && !from.dense;
  const terms = plan.tsquery === '' ? sql`` : sql`and t.terms @@ ${plan.tsquery}::tsquery`;
  const shown = plan.tsquery === '' ? source.shown : source.found;
  const keys = plan.keys === undefined ? sql`` : sql`and ${key} = any(${[...plan.keys]})`;
  const where = plan.where.map((one) => sql`and ${one}`);
  const lines = sql`select ${columns}, ${key} key, ${sorted ? sql`${sorted}::text` : sql`''`} "value" from ${table}
        where ${shown} ${byTerms ? sql`and ${key} in (select key from hits)` : terms} ${keys} ${sql.join(where, sql` `)}
          ${beyond(from, key, sorted)}
        order by ${sorted ? sql`${sorted} ${way}, ` : sql``}${key} ${way} limit ${from.size}`;
  const hits = byTerms
    ? sql`with hits as materialized (select ${key} key from ${table} where ${shown} ${terms} limit ${FEW_HITS + 1})`
    : sql``;
  const found = await rows(
    run.ctx.db,
    sql<TermsRow<R>>`${hits}
      select state.*, line.* from (select (select number from directory.current_publication) publication,
        ${byTerms ? sql`(select count(*)::int from hits)` : sql`0`} hits) state
      left join (${lines}) line on true`,
  );
  return readOf(run, found);
}

type TermsRow<R> = R & { key: string | null; value: string; publication: number; hits: number };

function readOf<R>(run: Run, found: readonly TermsRow<R>[]): Read<R> {
  run.publication = found[0]?.publication ?? run.publication;
  return {
    lines: found.flatMap((row) => (row.key === null ? [] : [{ key: row.key, value: row.value, row }])),
    tooMany: (found[0]?.hits ?? 0) > FEW_HITS,
  };
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

interface Named {
  readonly key: string;
}

/** The most frequent questions, whose words are always the same: putting them together takes longer than to answer. */
function askedOf({ name, key, columns, table, shown, found }: Source<unknown>) {
  const publication = sql`(select number from directory.current_publication)`;
  const named = (which: RawBuilder<unknown>) => sql<
    Named & { publication: number }
  >`select ${columns}, ${key} key,
    ${publication} publication from ${table} where ${shown} and ${which}`;
  return {
    one: statement<{ key: string }, Named & { publication: number }>(`fhir_${name}_one`, (value) =>
      named(sql`${key} = ${value('key')}`),
    ),
    some: statement<{ keys: string[] }, Named & { publication: number }>(`fhir_${name}`, (value) =>
      named(sql`${key} = any(${value('keys')})`),
    ),
    // Nearly all that programs ask finds a few people, whom no list has to be made of first.
    few: statement<{ tsquery: string; most: number }, Named & { publication: number }>(
      `fhir_${name}_few`,
      (value) =>
        sql`${named(sql`${found} and t.terms @@ (select ${value('tsquery')}::tsquery)`)} limit ${value('most')}::int`,
    ),
    // Hidden in a subquery the terms are nothing to estimate from: a plan for all of them costs what one for each would,
    // and is made once instead of each time, which takes five times as long as the answer.
    byTerms: statement<{ tsquery: string; size: number }, TermsRow<unknown>>(
      `fhir_${name}_terms`,
      (value) => sql`with hits as materialized (select ${key} key from ${table}
          where ${found} and t.terms @@ (select ${value('tsquery')}::tsquery) limit ${sql.lit(FEW_HITS + 1)})
        select state.*, line.* from (select ${publication} publication, (select count(*)::int from hits) hits) state
        left join (select ${columns}, ${key} key, '' "value" from ${table}
          where ${found} and ${key} = any(array(select key from hits))
          order by ${key} limit ${value('size')}::int) line on true`,
    ),
  };
}

const held = new WeakMap<object, ReturnType<typeof askedOf>>();

function asked<R>(source: Source<R>): ReturnType<typeof askedOf> {
  let known = held.get(source);
  if (!known) {
    known = askedOf(source as Source<unknown>);
    held.set(source, known);
  }
  return known;
}

async function readByTerms<R>(run: Run, source: Source<R>, tsquery: string, size: number): Promise<Read<R>> {
  const { few, byTerms } = asked(source);
  const { rows: found } = await few(run.ctx.db, { tsquery, most: size });
  if (found.length > 0 && found.length < size) return inOrder(run, found as NamedRow<R>[]);
  return readOf(run, (await byTerms(run.ctx.db, { tsquery, size })).rows as TermsRow<R>[]);
}

type NamedRow<R> = R & Named & { publication: number };

/** All the lines that there are, in the order of their keys. */
function inOrder<R>(run: Run, found: readonly NamedRow<R>[]): Read<R> {
  run.publication = found[0]?.publication ?? run.publication;
  const lines = found.map((row): Line<R> => ({ key: row.key, value: '', row }));
  return { lines: lines.sort((a, b) => (a.key < b.key ? -1 : 1)), tooMany: false };
}

async function readNamed<R>(run: Run, source: Source<R>, keys: readonly string[]): Promise<Read<R>> {
  const { one, some } = asked(source);
  const only = keys.length === 1 ? keys[0] : undefined;
  const answer =
    only === undefined ? await some(run.ctx.db, { keys: [...keys] }) : await one(run.ctx.db, { key: only });
  return inOrder(run, answer.rows as NamedRow<R>[]);
}

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
