import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { Person } from '../person.js';
import { wordsOf } from '../rules/search-words.js';
import { persons } from './persons.js';

export interface RegisterSearch {
  /** A number (national identifier, or bare RPPS) or the starts of some names. */
  readonly q?: string;
  /** YYYY-MM-DD. */
  readonly birthDate?: string;
  /** National identifier of the last person of the page before. */
  readonly after?: string;
  readonly limit?: number;
}

/**
 * People of the register, closed ones included, by number, by names or by birth date, in the order of their numbers.
 * Nobody is found without a criterion. Out: one page, and where the next begins when there is one.
 */
export async function searchRegister(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  search: RegisterSearch,
): Promise<{ people: Person[]; next?: string }> {
  const limit = Math.min(search.limit ?? 20, 100);
  const criteria = criteriaOf(search);
  if (!criteria) return { people: [] };
  const found = await rows(
    ctx.db,
    sql<{ idNat: string }>`select id_nat "idNat" from registry.persons
      where ${criteria} and id_nat > ${search.after ?? ''} order by id_nat limit ${limit + 1}`,
  );
  const page = found.slice(0, limit).map((row) => row.idNat);
  const byNumber = await persons(ctx, page);
  const people = page.flatMap((idNat) => byNumber.get(idNat) ?? []);
  const last = page.at(-1);
  return found.length > limit && last ? { people, next: last } : { people };
}

function criteriaOf({ q = '', birthDate }: RegisterSearch) {
  const number = q.replace(/\s/g, '');
  const isNumber = /^\d[\dA-Za-z/._-]{7,}$/.test(number);
  const words = isNumber ? [] : wordsOf(q);
  const prefixes = words.map((word) => `'${word}':*`).join(' & ');
  const parts = [
    ...(isNumber
      ? [
          sql`(id_nat in (${number}, ${`0${number}`}) or rpps = ${number} or id_nat in (
          select merged_into from registry.persons where id_nat in (${number}, ${`0${number}`})))`,
        ]
      : []),
    ...(words.length > 0 ? [sql`names @@ to_tsquery('simple', ${prefixes})`] : []),
    ...(birthDate ? [sql`birth_date = ${birthDate}::date`] : []),
  ];
  return parts.length > 0 ? sql.join(parts, sql` and `) : undefined;
}
