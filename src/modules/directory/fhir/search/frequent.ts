import { type RawBuilder, sql } from 'kysely';
import { gathered } from '../../../../platform/db/gathered.js';
import { statement } from '../../../../platform/db/statement.js';
import { heldRows } from './held-rows.js';
import type { Plan } from './plan.js';
import type { Run } from './run.js';
import type { Line, Read, Source } from './source.js';

/** As many lines that have the terms are sorted rather than looked for in the order of the list. */
export const FEW_HITS = 2000;
/** Lines that have the rare part of the terms: so many are compared with the rest rather than intersected with it. */
const NEAR = 40;

/** What else a line of a list says: its key, its state, what it is sorted by, and of which state of the directory it is. */
export type ListRow<R> = R & {
  key: string | null;
  state: string | null;
  value: string;
  publication: number;
  hits: number;
};

export const stateOf = ({ state }: Source<never>): RawBuilder<unknown> => state ?? sql`null::text`;

/** Lines of a list as they were read; those that are held and have not changed are given as they are held. */
export function listed<R>(run: Run, source: Source<R>, found: readonly ListRow<R>[]): Read<R> {
  run.publication ??= found[0]?.publication;
  const lines = found.flatMap((row): Line<R>[] =>
    row.key === null
      ? []
      : [{ key: row.key, value: row.value, row: held(run, source, row.key, row.state, row) }],
  );
  return { lines, tooMany: (found[0]?.hits ?? 0) > FEW_HITS };
}

const held = <R>(run: Run, { name }: Source<R>, key: string, state: string | null, row: R): R =>
  state === null || run.once ? row : heldRows<R>(run, name).hold(key, state, row);

interface Wanted {
  readonly key: string;
  /** State in which the line is held here. */
  readonly known: string | null;
}

interface Near {
  readonly rare: string;
  readonly tsquery: string;
}

interface NearFound {
  readonly publication: number;
  readonly seen: number;
  readonly keys: string[] | null;
  readonly states: (string | null)[] | null;
}

type NamedRow = {
  asked: string;
  key: string | null;
  state: string | null;
  whole: boolean;
  publication: number;
};

/**
 * The most frequent questions, whose words are always the same: putting them together takes longer than to answer. Values
 * are hidden from the planner in subqueries: a plan for all of them costs what one for each would, and is made once instead
 * of each time, which takes five times as long as the answer.
 */
function askedOf(source: Source<unknown>) {
  const { name, key, columns, table, shown, found } = source;
  const publication = sql`(select number from directory.current_publication)`;
  const state = stateOf(source as Source<never>);
  // What is held in the same state is not read again: most of what a line costs is its person.
  const named = statement<{ keys: string[]; known: (string | null)[] }, NamedRow>(
    `fhir_${name}`,
    (value) => sql`select ${publication} publication, a.key asked, line.*
      from unnest((select ${value('keys')}::text[]), (select ${value('known')}::text[])) a(key, known)
      left join lateral (select ${key} key, ${state} state, more.* from ${table}
        left join lateral (select true whole, ${columns} offset 0) more
          on a.known is null or ${state} is distinct from a.known
        where ${shown} and ${key} = a.key) line on true`,
  );
  const near = statement<{ rare: string[]; terms: string[] }, NearFound>(
    `fhir_${name}_near`,
    (value) => sql`select ${publication} publication, hit.seen, hit.keys, hit.states
      from unnest((select ${value('rare')}::text[]), (select ${value('terms')}::text[]))
          with ordinality a(rare, terms, rank),
        lateral (select count(*)::int seen, array_agg(key) filter (where terms @@ a.terms::tsquery) keys,
            array_agg(state) filter (where terms @@ a.terms::tsquery) states
          from (select ${key} key, ${state} state, t.terms from ${table}
            where ${found} and t.terms @@ (select a.rare::tsquery) limit ${sql.lit(NEAR + 1)}) met) hit
      order by a.rank`,
  );
  return {
    named: gathered<readonly Wanted[], NamedRow[]>(async (db, questions) => {
      const once = new Map(questions.flat().map((one) => [one.key, one]));
      const values = { keys: [...once.keys()], known: [...once.values()].map(({ known }) => known) };
      const byKey = new Map((await named(db, values)).rows.map((row) => [row.asked, row]));
      return questions.map((each) => each.flatMap(({ key: one }) => byKey.get(one) ?? []));
    }),
    near: gathered<Near, NearFound>(async (db, questions) => {
      const terms = questions.map(({ tsquery }) => tsquery);
      return (await near(db, { rare: questions.map(({ rare }) => rare), terms })).rows;
    }),
    // Nearly all that programs ask finds a few people, whom no list has to be made of first.
    few: statement<{ tsquery: string; most: number }, ListRow<unknown>>(
      `fhir_${name}_few`,
      (
        value,
      ) => sql`select ${columns}, ${key} key, ${state} state, '' "value", ${publication} publication, 0 hits
        from ${table} where ${found} and t.terms @@ (select ${value('tsquery')}::tsquery) limit ${value('most')}::int`,
    ),
    byTerms: statement<{ tsquery: string; size: number }, ListRow<unknown>>(
      `fhir_${name}_terms`,
      (value) => sql`with hits as materialized (select ${key} key from ${table}
          where ${found} and t.terms @@ (select ${value('tsquery')}::tsquery) limit ${sql.lit(FEW_HITS + 1)})
        select state.*, line.* from (select ${publication} publication, (select count(*)::int from hits) hits) state
        left join (select ${columns}, ${key} key, ${state} state, '' "value" from ${table}
          where ${found} and ${key} = any(array(select key from hits))
          order by ${key} limit ${value('size')}::int) line on true`,
    ),
  };
}

const statements = new WeakMap<object, ReturnType<typeof askedOf>>();

function asked<R>(source: Source<R>): ReturnType<typeof askedOf> {
  let known = statements.get(source);
  if (!known) {
    known = askedOf(source as Source<unknown>);
    statements.set(source, known);
  }
  return known;
}

/** The lines of some keys that are shown, in the order of keys. */
export async function readNamed<R>(run: Run, source: Source<R>, keys: readonly string[]): Promise<Line<R>[]> {
  const rows = heldRows<R>(run, source.name);
  const before = new Map(keys.map((key) => [key, rows.of(key)]));
  const wanted = [...before].map(([key, one]) => ({ key, known: one?.state ?? null }));
  const found = await asked(source).named(run.ctx.db, wanted);
  run.publication ??= found[0]?.publication;
  const lines = found.flatMap((row): Line<R>[] => {
    if (row.key === null) return [];
    const same = before.get(row.key);
    if (!row.whole && same) return [{ key: row.key, value: '', row: same.row }];
    return [{ key: row.key, value: '', row: held(run, source, row.key, row.state, row as R) }];
  });
  return inOrder(lines);
}

/** The lines that were met, if each is held here in the state in which it was met. */
function heldAll<R>(run: Run, source: Source<R>, { keys, states }: NearFound): Line<R>[] | undefined {
  const rows = heldRows<R>(run, source.name);
  const lines = (keys ?? []).flatMap((key, at): Line<R>[] => {
    const one = rows.of(key);
    return one && one.state === states?.[at] ? [{ key, value: '', row: one.row }] : [];
  });
  return lines.length === (keys?.length ?? 0) ? lines : undefined;
}

/** The first lines of those that have terms, in the order of keys. */
export async function readByTerms<R>(
  run: Run,
  source: Source<R>,
  { tsquery, rare }: Plan,
  size: number,
): Promise<Read<R>> {
  const { near, few, byTerms } = asked(source);
  if (rare !== '') {
    const met = await near(run.ctx.db, { rare, tsquery });
    if (met.seen <= NEAR && (met.keys?.length ?? 0) < size) {
      run.publication ??= met.publication;
      const lines = heldAll(run, source, met) ?? (await readNamed(run, source, met.keys ?? []));
      return { lines: inOrder(lines), tooMany: false };
    }
  }
  const { rows } = await few(run.ctx.db, { tsquery, most: size });
  if (rows.length > 0 && rows.length < size) {
    const { lines } = listed(run, source, rows as ListRow<R>[]);
    return { lines: inOrder([...lines]), tooMany: false };
  }
  return listed(run, source, (await byTerms(run.ctx.db, { tsquery, size })).rows as ListRow<R>[]);
}

const inOrder = <R>(lines: Line<R>[]): Line<R>[] => lines.sort((a, b) => (a.key < b.key ? -1 : 1));
