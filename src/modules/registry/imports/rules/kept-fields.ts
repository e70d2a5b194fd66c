import type { FieldOf, FileKind } from '../../files/index.js';

/** A field of any national file, and what reading adds to those of the restricted extraction. */
export type Kept = FieldOf<FileKind> | 'mobileE164';

/** What a line says of the place of an activity. */
export const PLACE = [
  'structure',
  'structureNationalId',
  'siret',
  'siren',
  'finess',
  'finessLegalEntity',
  'structureName',
  'brand',
  'recipient',
  'geographicPoint',
  'streetNumber',
  'repetition',
  'streetType',
  'street',
  'mention',
  'cedexOffice',
  'postcode',
  'commune',
  // The restricted extraction has codes only: empty there.
  'communeName',
  'country',
  'phone',
  'phone2',
  'fax',
  'mail',
  'departement',
] as const;

const EXERCISE = [
  'authorities',
  'profession',
  'category',
  'exerciseCivility',
  'name',
  'givenName',
  'skillType',
  'skill',
  'mode',
  'sector',
  'pharmacistSection',
  'role',
  'genre',
] as const;

const CIVIL = [
  'birthName',
  'givenNames',
  'birthDate',
  'birthCommune',
  'birthCountry',
  'birthPlace',
  'sex',
  'civility',
  'mobile',
  'mobileE164',
  'ownMail',
] as const;

const RESTRICTED: ReadonlySet<Kept> = new Set<Kept>(CIVIL);

/** Whether only the person and those in charge may see a cell: never one of an open file, which tells the civility too. */
export const isRestricted = (file: FileKind, field: Kept): boolean =>
  file === 'prosanteconnect' && RESTRICTED.has(field);

/**
 * What an import keeps of a line, in the order in which it is staged. Labels are left out: they are those of the
 * nomenclatures, and a label that changes is no change of a person.
 */
export const KEPT_FIELDS: { readonly [K in FileKind]: readonly Kept[] } = {
  // What is kept since a later version comes last: what was kept before is read as it was.
  'personne-activite': [...EXERCISE, ...PLACE, 'civility'],
  'savoir-faire': ['profession', 'category', 'skillType', 'skill'],
  diplomes: ['diplomaType', 'diploma', 'authorisationType', 'discipline'],
  prosanteconnect: [...EXERCISE, ...PLACE, ...CIVIL, 'otherIds'],
};
