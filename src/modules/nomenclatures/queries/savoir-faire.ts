import { professionRows } from '../store.js';
import { isValid } from './codes.js';
import type { Profession } from './professions.js';

const SAVOIR_FAIRE_LISTS: Record<string, string> = {
  S: 'TRE_R38',
  C: 'TRE_R39',
  CEX: 'TRE_R40',
  DNQ: 'TRE_R42',
  CAPA: 'TRE_R43',
  PAC: 'TRE_R44',
  FQ: 'TRE_R45',
  DEC: 'TRE_R97',
  SST: 'TRE_R359',
  CM: 'TRE_R394',
  OP: 'TRE_G13',
};

/** The list that holds the codes of a type of savoir-faire (TRE_R04); nothing for a type without a list. */
export function savoirFaireList(type: string): string | undefined {
  return Object.hasOwn(SAVOIR_FAIRE_LISTS, type) ? SAVOIR_FAIRE_LISTS[type] : undefined;
}

/**
 * Says whether a profession may have a savoir-faire.
 * In: the profession, the type (TRE_R04), the code in the list of that type, the day (YYYY-MM-DD).
 */
export function isSavoirFaireOf(
  of: Pick<Profession, 'list' | 'code'>,
  type: string,
  value: string,
  on?: string,
) {
  const row = professionRows().find((one) => one.list === of.list && one.code === of.code);
  const list = savoirFaireList(type);
  if (!row || !list || !Object.hasOwn(row.savoirFaire, type)) return false;
  return value.startsWith(row.savoirFaire[type] ?? '') && isValid(list, value, on);
}
