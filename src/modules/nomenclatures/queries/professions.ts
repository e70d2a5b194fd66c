import { authoritiesFor, type Population, type ProfessionRow } from '../rules/competent-authorities.js';
import { loadList, professionRows } from '../store.js';
import { type Code, code, codes, isValid, listInfo } from './codes.js';

/** A profession as the register knows it. `authorities` are the TRE_R60 codes of those who register its civilians. */
export type Profession = {
  list: string;
  oid: string | null;
  system: string | null;
  code: string;
  label: string;
  population: Population;
  authorities: string[];
  legalObligation: boolean;
  inRegisterSince: string | null;
};

/**
 * The profession that a code names. The code alone is enough except in training: with category E the four
 * professions of TRE_G16 are meant, and the role profession (TRE_R291), which students may also have.
 * In: code, category (TRE_R09), day (YYYY-MM-DD) on which the code must be open. Out: nothing when unknown.
 */
export function profession(value: string, category?: string, on?: string): Profession | undefined {
  const training = category === 'E';
  const row = professionRows().find(
    (one) =>
      one.code === value && (one.population === 'role' || (one.population === 'formation') === training),
  );
  if (!row || !isValid(row.list, row.code, on)) return undefined;
  return toProfession(row);
}

/**
 * The professions of the register: 7 with an ordre, 4 in training, 21 of the regional agencies, 1 for all roles.
 * In: one population, and the day (YYYY-MM-DD) on which the register takes them; both optional.
 */
export function professions(which: { population?: Population; on?: string } = {}): Profession[] {
  return professionRows()
    .filter((row) => which.population === undefined || row.population === which.population)
    .filter((row) => which.on === undefined || (row.inRegisterSince ?? '') <= which.on)
    .map(toProfession);
}

/**
 * The authorities that may register a profession in a category: `authoritiesFor` over the whole table.
 * In: a code or what `profession` gave, the category (TRE_R09), the day. Out: TRE_R60 codes, none when nobody may.
 */
export function competentAuthorities(
  which: string | Pick<Profession, 'list' | 'code'>,
  category: string,
  on?: string,
): string[] {
  const known = typeof which === 'string' ? profession(which, category) : which;
  const row = professionRows().find((one) => one.list === known?.list && one.code === known.code);
  return row ? authoritiesFor(row, category, regionalAuthorities(), on) : [];
}

/** The roles that an employer may give to someone registered by their role (TRE_R85), on a day (YYYY-MM-DD). */
export function roles(on?: string): Code[] {
  return codes('TRE_R85', on).filter((role) => role.category === 'ENREG');
}

function regionalAuthorities(): string[] {
  return loadList('TRE_R60')
    .rows.filter(([value, , , , , category]) => category === 'ARS' && value.startsWith('ARS-'))
    .map(([value]) => value);
}

function toProfession(row: ProfessionRow): Profession {
  const { oid, system } = listInfo(row.list);
  const { list, population, legalObligation, inRegisterSince } = row;
  const authorities = row.authority === 'ARS' ? regionalAuthorities() : [row.authority];
  const label = code(row.list, row.code)?.label ?? row.label;
  return {
    list,
    oid,
    system,
    code: row.code,
    label,
    population,
    authorities,
    legalObligation,
    inRegisterSince,
  };
}
