import type { MemberRecord } from '../../../modules/authorities/index.js';
import { parseMobile, recordProblems } from '../../../modules/authorities/index.js';
import { competentAuthorities, type Profession, professions } from '../../../modules/nomenclatures/index.js';
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
type CivilStatus = MemberRecord['civilStatus'];

/**
 * Reads the registration that an agent typed. In: the fields, the code of the authority, today (YYYY-MM-DD). Out: the
 * record to hand in, or one error for each faulty field, the authority's own checks included.
 */
export function readRegistration(
  fields: Fields,
  authority: string,
  today: string,
): { readonly record: MemberRecord } | { readonly errors: FieldError[] } {
  const errors: FieldError[] = [];
  const job = jobsOf(authority, today).find((one) => jobValue(one) === fields.job);
  if (!job) errors.push({ field: 'job', message: 'Choisissez la profession et la catégorie.' });
  const mobile = parseMobile(typedIn(fields, 'mobile'), 'agent');
  if (!mobile)
    errors.push({ field: 'mobile', message: 'Indiquez un numéro de mobile, par exemple 06 39 98 00 12.' });
  const record: MemberRecord = {
    civilStatus: {
      ...civilStatusOf(fields, readBirthPlace(fields, errors)),
      certification: { state: 'DI', at: today, source: authority },
    },
    exercises: [exerciseOf(fields, job, today)],
    diplomas: [],
    authorisations: [],
    correspondence: { mail: typedIn(fields, 'mail'), ...(mobile && { mobile }) },
  };
  const all = firstOfEach([...errors, ...formErrors(recordProblems(record, authority, today))]);
  return all.length > 0 ? { errors: all } : { record };
}

const typedIn = (fields: Fields, name: string) => (fields[name] ?? '').trim();

const optional = (fields: Fields, name: string, key: string) =>
  typedIn(fields, name) ? { [key]: typedIn(fields, name) } : {};

const givenNamesOf = (fields: Fields): string[] =>
  typedIn(fields, 'givenNames')
    .split(/[,;]+/)
    .map((name) => name.trim())
    .filter(Boolean);

function civilStatusOf(
  fields: Fields,
  birthPlace: CivilStatus['birthPlace'],
): Omit<CivilStatus, 'certification'> {
  return {
    birthName: typedIn(fields, 'birthName').toUpperCase(),
    ...optional(fields, 'usedName', 'usedName'),
    givenNames: givenNamesOf(fields),
    // Anything else than F or M is refused by the check of the five traits.
    sex: typedIn(fields, 'sex') as 'F' | 'M',
    birthDate: typedIn(fields, 'birthDate'),
    birthPlace,
  };
}

function exerciseOf(
  fields: Fields,
  job: JobChoice | undefined,
  today: string,
): MemberRecord['exercises'][number] {
  const names = ['exerciseName', 'usedName', 'birthName'].map((name) => typedIn(fields, name));
  return {
    profession: job?.profession.code ?? '',
    category: job?.category ?? '',
    ...optional(fields, 'civility', 'civility'),
    name: (names.find(Boolean) ?? '').toUpperCase(),
    givenName: typedIn(fields, 'exerciseGivenName') || (givenNamesOf(fields)[0] ?? ''),
    registration: {
      ...optional(fields, 'orderNumber', 'number'),
      ...optional(fields, 'since', 'since'),
      status: 'D',
    },
    from: typedIn(fields, 'since') || today,
    skills: [],
    activities: [],
  };
}

function readBirthPlace(fields: Fields, errors: FieldError[]): CivilStatus['birthPlace'] {
  const [country, name] = [typedIn(fields, 'birthCountry'), typedIn(fields, 'birthTown')];
  if (country !== FRANCE) return { country, name };
  const names = { postcode: 'birthPostcode', commune: 'birthTown' };
  const found = checkCommune(typedIn(fields, 'birthPostcode'), name, errors, names);
  return { country, name: found?.name ?? name, ...(found && { commune: found.insee }) };
}

/** Errors that another one already explains: the field at fault, and the one that only follows from it. */
const FOLLOWS: readonly [string, string][] = [
  ['birthPostcode', 'birthTown'],
  ['birthName', 'exerciseName'],
  ['givenNames', 'exerciseName'],
];

/** One error a field, and none that follows from another. */
function firstOfEach(errors: readonly FieldError[]): FieldError[] {
  const has = (field: string) => errors.some((one) => one.field === field);
  return errors.filter(
    ({ field }, i) =>
      errors.findIndex((one) => one.field === field) === i &&
      !FOLLOWS.some(([cause, effect]) => effect === field && has(cause)),
  );
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
