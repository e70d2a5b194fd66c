import type { MemberRecord } from '../../../modules/authorities/index.js';
import { parseMobile } from '../../../modules/authorities/index.js';
import {
  commune,
  competentAuthorities,
  type Profession,
  professions,
} from '../../../modules/nomenclatures/index.js';
import type { FieldError } from '../../../ui/index.js';
import { checkCommune } from '../member/contact-form.js';

const FRANCE = '99100';

/** Categories in which an authority may register: TRE_R09. */
const CATEGORIES = ['C', 'F', 'E', 'M'] as const;

export interface JobChoice {
  readonly profession: Profession;
  readonly category: (typeof CATEGORIES)[number];
}

/** The professions, by category, that an authority may register on a day (YYYY-MM-DD). */
export function jobsOf(authority: string, on: string): JobChoice[] {
  return professions({ on }).flatMap((profession) =>
    CATEGORIES.filter((category) => competentAuthorities(profession, category, on).includes(authority)).map(
      (category) => ({ profession, category }),
    ),
  );
}

/** The value of a choice in the form: `10:C`. */
export const jobValue = ({ profession, category }: JobChoice): string => `${profession.code}:${category}`;

type Fields = Readonly<Record<string, string>>;

/**
 * Reads the registration that an agent typed. In: the fields, the code of the authority, today (YYYY-MM-DD). Out: the
 * record to hand in, or the errors of the fields that must be read before the authority's own checks.
 */
export function readRegistration(
  fields: Fields,
  authority: string,
  today: string,
): { readonly record: MemberRecord } | { readonly errors: FieldError[] } {
  const errors: FieldError[] = [];
  const typed = (name: string) => (fields[name] ?? '').trim();
  const job = jobsOf(authority, today).find((one) => jobValue(one) === fields.job);
  if (!job) errors.push({ field: 'job', message: 'Choisissez la profession et la catégorie.' });
  const birthPlace = readBirthPlace(fields, errors);
  const mobile = parseMobile(typed('mobile'), 'agent');
  if (!mobile)
    errors.push({ field: 'mobile', message: 'Indiquez un numéro de mobile, par exemple 06 39 98 00 12.' });
  if (!job || !birthPlace || !mobile || errors.length > 0) return { errors };
  const optional = (name: string, key: string) => (typed(name) ? { [key]: typed(name) } : {});
  const registration = {
    ...optional('orderNumber', 'number'),
    ...optional('since', 'since'),
    status: 'D',
  };
  return {
    record: {
      civilStatus: {
        birthName: typed('birthName').toUpperCase(),
        ...optional('usedName', 'usedName'),
        givenNames: typed('givenNames')
          .split(/[,;]+/)
          .map((name) => name.trim())
          .filter(Boolean),
        sex: typed('sex') as 'F' | 'M',
        birthDate: typed('birthDate'),
        birthPlace,
        certification: { state: 'DI', at: today, source: authority },
      },
      exercises: [
        {
          profession: job.profession.code,
          category: job.category,
          ...optional('civility', 'civility'),
          name: (typed('exerciseName') || typed('usedName') || typed('birthName')).toUpperCase(),
          givenName: typed('exerciseGivenName') || (typed('givenNames').split(/[,;]/)[0] ?? '').trim(),
          registration,
          from: typed('since') || today,
          skills: [],
          activities: [],
        },
      ],
      diplomas: [],
      authorisations: [],
      correspondence: { mail: typed('mail'), mobile },
    },
  };
}

function readBirthPlace(
  fields: Fields,
  errors: FieldError[],
): MemberRecord['civilStatus']['birthPlace'] | undefined {
  const country = (fields.birthCountry ?? '').trim();
  const name = (fields.birthTown ?? '').trim();
  if (country !== FRANCE) return { country, name };
  const names = { postcode: 'birthPostcode', commune: 'birthTown' };
  const found = checkCommune((fields.birthPostcode ?? '').trim(), name, errors, names);
  // An arrondissement is born in its own town.
  return found && { country: FRANCE, commune: found.insee, name: commune(found.insee)?.name ?? found.name };
}

/** Where the authority's own checks point, and the field of the form that says the same. */
const POINTERS: readonly [RegExp, string][] = [
  [/^civilStatus\/birthName/, 'birthName'],
  [/^civilStatus\/givenNames/, 'givenNames'],
  [/^civilStatus\/sex/, 'sex'],
  [/^civilStatus\/birthDate/, 'birthDate'],
  [/^civilStatus\/birthPlace\/country/, 'birthCountry'],
  [/^civilStatus\/birthPlace/, 'birthTown'],
  [/^exercises\/0\/profession/, 'job'],
  [/^exercises\/0\/(name|givenName)/, 'exerciseName'],
  [/^exercises\/0\/civility/, 'civility'],
  [/^exercises\/0\/(from|registration)/, 'since'],
  [/^correspondence\/mail/, 'mail'],
];

/** The authority's problems as errors of this form. */
export const formErrors = (problems: readonly { field: string; message: string }[]): FieldError[] =>
  problems.map(({ field, message }) => ({
    field: POINTERS.find(([pointer]) => pointer.test(field))?.[1],
    message,
  }));
