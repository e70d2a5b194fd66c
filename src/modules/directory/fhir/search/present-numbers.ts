import { sql } from 'kysely';
import { rows } from '../../../../platform/db/connection.js';
import { OPEN_NUMBER } from '../../rules/open-number.js';
import type { Criterion, Search } from './criterion.js';
import type { Run } from './run.js';

/** As a number may be written in the registers: whole, bare RPPS or ADELI, or an ADELI number without its prefix. */
function spellings(code: string): string[] {
  if (/^\d{11}$/.test(code)) return [`8${code}`];
  if (/^\d{9}$/.test(code)) return [`0${code}`, code];
  return [code, ...(/^0\w{9}$/.test(code) ? [code.slice(1)] : [])].filter((one) =>
    /^[\w./-]{1,80}$/.test(one),
  );
}

/**
 * The numbers by which people go now, by the former number asked for: on every door RPPS and ADELI numbers that were
 * merged, as on the public site; on the restricted one also every other identifier. One statement.
 */
export async function presentNumbers(run: Run, asked: readonly string[]): Promise<Map<string, string[]>> {
  const written = new Map(asked.map((code) => [code, spellings(code)]));
  const all = [...new Set([...written.values()].flat())];
  if (all.length === 0) return new Map();
  const others = sql`union select other.id, id_nat from directory.entries,
    unnest(other_ids) other(id)
    where other_ids && ${all} and other_ids <> '{}' and other.id = any(${all})`;
  const found = await rows(
    run.ctx.db,
    sql<{ former: string; present: string }>`select id_nat former, person ->> 'mergedInto' present
      from directory.entries where id_nat = any(${all}) and person ->> 'mergedInto' is not null
        and (id_nat ~ ${OPEN_NUMBER} or ${run.restricted ?? false})
      ${run.restricted ? others : sql``}`,
  );
  const present = (codes: readonly string[]) =>
    found.filter(({ former }) => codes.includes(former)).map((one) => one.present);
  return new Map([...written].map(([code, codes]) => [code, present(codes)]));
}

/** The same search by the numbers of today; undefined when none of those asked for was another one before. */
export async function underPresentNumbers(run: Run, search: Search): Promise<Search | undefined> {
  const asked = search.criteria.flatMap(numbersIn);
  if (asked.length === 0) return undefined;
  const present = await presentNumbers(run, asked);
  if ([...present.values()].every((numbers) => numbers.length === 0)) return undefined;
  return { ...search, criteria: search.criteria.map((one) => withNumbers(one, present)) };
}

const isNumber = (one: Criterion): one is Extract<Criterion, { kind: 'token' }> =>
  one.kind === 'token' && one.parameter.name === 'identifier' && !one.not;

function numbersIn(criterion: Criterion): string[] {
  if (criterion.kind === 'chain' || criterion.kind === 'has') return numbersIn(criterion.inner);
  return isNumber(criterion) ? criterion.values.flatMap(({ code }) => code ?? []) : [];
}

function withNumbers(criterion: Criterion, present: ReadonlyMap<string, readonly string[]>): Criterion {
  if (criterion.kind === 'chain' || criterion.kind === 'has')
    return { ...criterion, inner: withNumbers(criterion.inner, present) };
  if (!isNumber(criterion)) return criterion;
  const more = criterion.values.flatMap(({ code = '' }) => present.get(code) ?? []);
  return { ...criterion, values: [...criterion.values, ...more.map((code) => ({ code }))] };
}
