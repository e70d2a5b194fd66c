/** Which kind of authority vouches for a profession: an ordre, a regional agency, the employer; or it is in training. */
export type Population = 'ordre' | 'formation' | 'ars' | 'role';

/** One profession of the register. `authority` is a TRE_R60 code, or ARS for all the regional agencies. */
export type ProfessionRow = {
  population: Population;
  list: string;
  code: string;
  label: string;
  authority: string;
  /** True when the health service of the armed forces registers the military members of the profession. */
  military: boolean;
  legalObligation: boolean;
  /** First day on which the register takes the profession (YYYY-MM-DD); null when it always has. */
  inRegisterSince: string | null;
  /** Types of savoir-faire (TRE_R04) open to the profession, each with what its codes start with. */
  savoirFaire: Record<string, string>;
  source: string;
};

const CATEGORIES: Record<Population, readonly string[]> = {
  ordre: ['C', 'F'],
  formation: ['E'],
  ars: ['C', 'F'],
  role: ['C', 'E', 'F'],
};

/**
 * Which authorities may register a profession (order of 23 September 2022 on the RPPS, article 2; public health
 * code, L4061-1 for the armed forces). In: the profession, the category (TRE_R09), the codes of the regional
 * authorities, the day (YYYY-MM-DD, or none for the rules as they stand). Out: TRE_R60 codes, none when nobody may.
 */
export function authoritiesFor(
  profession: ProfessionRow,
  category: string,
  regional: readonly string[],
  on?: string,
): string[] {
  const since = profession.inRegisterSince;
  if (on !== undefined && since !== null && on < since) return [];
  if (category === 'M') return profession.military ? ['SSA'] : [];
  if (!CATEGORIES[profession.population].includes(category)) return [];
  return profession.authority === 'ARS' ? [...regional] : [profession.authority];
}
