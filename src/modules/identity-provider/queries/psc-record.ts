import type { Ctx } from '../../../platform/context.js';
import { label, profession } from '../../nomenclatures/index.js';
import { maskMail, maskMobile } from '../rules/masks.js';
import type { NationalClaims, ProfessionalClaims } from '../rules/national-claims.js';
import type { Population } from '../rules/populations.js';
import { personByIdNat } from '../store.js';

/** What anybody may see of a person at Pro Santé Connect: contacts are masked here, before they go anywhere. */
export interface PscRecord {
  readonly idNat: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly professions: readonly string[];
  /** `j•••••@•••.fr`, null when the authority gave none. */
  readonly mail: string | null;
  /** `•• •• •• •• 42`, null when the authority gave none. */
  readonly mobile: string | null;
  readonly version: number;
  readonly updatedAt: string;
}

/** The masked record of a person. Undefined when unknown, not published yet, or struck off. */
export async function pscRecord(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  idNat: string,
): Promise<PscRecord | undefined> {
  const person = await personByIdNat(ctx, idNat);
  if (!person?.active) return undefined;
  return {
    idNat: person.idNat,
    givenName: person.givenName,
    familyName: person.familyName,
    professions: professionNames(person.claims),
    mail: person.mail && maskMail(person.mail),
    mobile: person.mobile && maskMobile(person.mobile),
    version: person.version,
    updatedAt: person.updatedAt.toISOString(),
  };
}

/** The population for which Pro Santé Connect does not take somebody yet; undefined for everybody else. */
export async function outsidePopulation(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  idNat: string,
): Promise<Population | undefined> {
  return (await personByIdNat(ctx, idNat))?.outside;
}

function professionNames(claims: NationalClaims): string[] {
  if (!isProfessional(claims)) return [];
  const names = claims.SubjectRefPro.exercices.flatMap((exercise) => {
    const roles = exercise.activities.map((a) => a.codeRole && label('TRE_R85', a.codeRole));
    const known = profession(exercise.codeProfession, exercise.codeCategorieProfessionnelle);
    return known?.population === 'role' ? roles : [known?.label];
  });
  return [...new Set(names.filter((name): name is string => Boolean(name)))];
}

const isProfessional = (claims: NationalClaims): claims is ProfessionalClaims => 'SubjectRefPro' in claims;
