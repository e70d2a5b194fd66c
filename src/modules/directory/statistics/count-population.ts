import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import { currentPublication } from '../publications/current-publication.js';
import { type Cell, hideSmall, type ToldCell } from './rules/hide-small.js';
import { ANY, CRITERIA } from './rules/population.js';

/** A count may take one part in twenty of the time of one processor. */
const REST = 20;

/**
 * Counts the published people anew when the directory has changed, or the day, unless the last count is too recent for
 * what it cost. Out: whether it counted. Two at once: one counts. Cost: one pass over the entries.
 */
export function countPopulation(ctx: Ctx): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const lock = await one(tx.db, sql<{ got: boolean }>`select pg_try_advisory_xact_lock(727003) got`);
    if (!lock?.got) return false;
    const { number } = await currentPublication(tx);
    const day = today(tx.clock);
    if (!(await isDue(tx, number, day))) return false;
    const begun = Date.now();
    await replacePopulation(tx, hideSmall(await countCells(tx, day)));
    await sql`insert into directory.population_state (publication, day, at, recorded_at, took_ms)
      values (${number}, ${day}, ${tx.clock.now()}, now(), ${Date.now() - begun})
      on conflict (is_only) do update set publication = excluded.publication, day = excluded.day,
        at = excluded.at, recorded_at = excluded.recorded_at, took_ms = excluded.took_ms`.execute(tx.db);
    return true;
  });
}

async function isDue(ctx: Ctx, publication: number, day: string): Promise<boolean> {
  const last = await one(
    ctx.db,
    sql<{ due: boolean }>`select (publication <> ${publication} or day <> ${day}::date)
      and now() >= recorded_at + took_ms * ${REST} * interval '1 ms' due from directory.population_state`,
  );
  return last?.due ?? true;
}

/**
 * Every crossing of the criteria, with its number of people. A person with several situations counts once in each
 * crossing: people are first gathered by what they all have alike, which are few kinds, and kinds are then crossed.
 */
async function countCells(ctx: Ctx, day: string): Promise<Cell[]> {
  await sql`set local work_mem = '64MB'`.execute(ctx.db);
  await sql`create temp table population_facts on commit drop as
    select kind, people, cardinality(facts) = 1 alone, f[1] profession, f[2] category, f[3] authority, f[4] mode,
      f[5] departement
    from (select row_number() over () kind, facts, count(*)::int people
      from (select ${factsOn(day)} facts from directory.entries e where published) people
      group by facts) kinds, unnest(facts) fact, string_to_array(fact, '|') f`.execute(ctx.db);
  const crossed = sql.join(
    CRITERIA.map(
      (name, i) => sql`case when mask & ${sql.lit(2 ** i)} > 0 then ${sql.ref(name)} else ${sql.lit(ANY)} end
      ${sql.ref(name)}`,
    ),
  );
  const names = sql.join(CRITERIA.map((name) => sql.ref(name)));
  const openAsStar = sql.join(
    CRITERIA.map((name) => sql`coalesce(${sql.ref(name)}, ${sql.lit(ANY)}) ${sql.ref(name)}`),
  );
  return rows(
    ctx.db,
    sql<Cell>`select array[${names}] "values", sum(people)::int people from (
        select ${openAsStar},
          sum(people) people from population_facts where alone group by cube (${names})
        union all
        select ${names}, people from (select distinct kind, people, ${crossed}
          from population_facts, generate_series(0, 31) mask where not alone) several) both_ways
      group by ${names}`,
  );
}

// The facts of a person on a day: one per current activity, or per current exercise that has none.
const factsOn = (
  day: string,
) => sql`(select array_agg(distinct concat_ws('|', x ->> 'profession', x ->> 'category',
      x -> 'provenance' ->> 'authority', coalesce(a ->> 'mode', ''), ${DEPARTEMENT}))
    from jsonb_array_elements(e.person -> 'exercises') x
    left join lateral jsonb_array_elements(x -> 'activities') a on ${holdsOn('a', day)}
    where ${holdsOn('x', day)})`;

const holdsOn = (part: 'a' | 'x', day: string) =>
  sql`coalesce(${sql.ref(part)} ->> 'from', ${day}) <= ${day} and coalesce(${sql.ref(part)} ->> 'to', ${day}) >= ${day}`;

// The first characters of the INSEE code of the commune: three overseas.
const DEPARTEMENT = sql.raw(`coalesce(
  left(a -> 'place' -> 'address' ->> 'commune',
    case when a -> 'place' -> 'address' ->> 'commune' ~ '^9[78]' then 3 else 2 end), '')`);

const BATCH = 2000;

async function replacePopulation(ctx: Ctx, told: readonly ToldCell[]): Promise<void> {
  await sql`delete from directory.population`.execute(ctx.db);
  for (let from = 0; from < told.length; from += BATCH) {
    const lines = JSON.stringify(told.slice(from, from + BATCH));
    await sql`insert into directory.population (asked, people, breakdowns)
      select asked, people, breakdowns from jsonb_to_recordset(${lines}::jsonb)
        as t(asked text, people integer, breakdowns jsonb)`.execute(ctx.db);
  }
}
