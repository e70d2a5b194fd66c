import { type RawBuilder, sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { currentPublication } from '../publications/current-publication.js';
import { countNurses } from './count-nurses.js';
import { ANY, CRITERIA, type Criterion, UNIT } from './rules/population.js';

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
    await gatherFacts(tx, day);
    await cross(tx);
    await tell(tx);
    await countNurses(tx, day);
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

// People who have all alike are of one kind: there are few kinds, and only those are crossed.
async function gatherFacts(ctx: Ctx, day: string): Promise<void> {
  await sql`set local work_mem = '64MB'`.execute(ctx.db);
  await sql`set local jit = off`.execute(ctx.db);
  await sql`create temp table population_facts on commit drop as
    select kind, people, cardinality(facts) = 1 alone, f[1] profession, f[2] category, f[3] authority, f[4] mode,
      f[5] departement
    from (select row_number() over () kind, facts, count(*)::int people
      from (select ${factsOn(day)} facts from directory.entries e where published) people
      group by facts) kinds, unnest(facts) fact, string_to_array(fact, '|') f`.execute(ctx.db);
}

// The facts of a person on a day: one per current activity, or per current exercise that has none.
const factsOn = (day: string) =>
  sql`(select array_agg(distinct concat_ws('|', x ->> 'profession', x ->> 'category',
      x -> 'provenance' ->> 'authority', coalesce(a ->> 'mode', ''), ${DEPARTEMENT}))
    from jsonb_array_elements(e.person::jsonb -> 'exercises') x
    left join lateral jsonb_array_elements(x -> 'activities') a on ${holdsOn('a', day)}
    where ${holdsOn('x', day)})`;

const holdsOn = (part: 'a' | 'x', day: string) =>
  sql`coalesce(${sql.ref(part)} ->> 'from', ${day}) <= ${day}
    and coalesce(${sql.ref(part)} ->> 'to', ${day}) >= ${day}`;

// The first characters of the INSEE code of the commune: three overseas.
const DEPARTEMENT = sql.raw(`coalesce(
  left(a -> 'place' -> 'address' ->> 'commune',
    case when a -> 'place' -> 'address' ->> 'commune' ~ '^9[78]' then 3 else 2 end), '')`);

const each = (column: (name: Criterion, i: number) => RawBuilder<unknown>) => sql.join(CRITERIA.map(column));
const names = each((name) => sql.ref(name));

// Every crossing of the criteria; somebody with several situations counts once in each crossing.
async function cross(ctx: Ctx): Promise<void> {
  const openAsStar = each((name) => sql`coalesce(${sql.ref(name)}, ${sql.lit(ANY)}) ${sql.ref(name)}`);
  const masked = each(
    (name, i) => sql`case when mask & ${sql.lit(2 ** i)} > 0 then ${sql.ref(name)}
      else ${sql.lit(ANY)} end ${sql.ref(name)}`,
  );
  await sql`create temp table population_cells on commit drop as
    select ${names}, sum(people)::int people from (
      select ${openAsStar}, sum(people) people from population_facts where alone group by cube (${names})
      union all
      select ${names}, people from (select distinct kind, people, ${masked}
        from population_facts, generate_series(0, 31) mask where not alone) several) both_ways
    group by ${names}`.execute(ctx.db);
}

async function tell(ctx: Ctx): Promise<void> {
  const broken = CRITERIA.map(
    (by) => sql`select concat_ws('|', ${each((name) => (name === by ? sql.lit(ANY) : sql.ref(name)))}) asked,
        ${sql.lit(by)} criterion, ${sql.ref(by)} as value, people
      from population_cells where ${sql.ref(by)} <> ${sql.lit(ANY)}`,
  );
  await sql`delete from directory.population`.execute(ctx.db);
  await sql`insert into directory.population (asked, people, breakdowns)
    select asked, ${ROUNDED}, coalesce(breakdowns, '{}')
    from (select concat_ws('|', ${names}) asked, people from population_cells) cells
    left join (select asked, jsonb_object_agg(criterion, shares) breakdowns
      from (select asked, criterion, jsonb_agg(jsonb_build_array(value, ${TOLD})) shares
        from (${sql.join(broken, sql` union all `)}) broken group by asked, criterion) shares
      group by asked) shares using (asked)
    where people >= ${UNIT}`.execute(ctx.db);
}

const ROUNDED = sql`(round(people / ${sql.lit(UNIT)}::numeric) * ${sql.lit(UNIT)})::int`;
const TOLD = sql`case when people < ${sql.lit(UNIT)} then '"few"'::jsonb else to_jsonb(${ROUNDED}) end`;
