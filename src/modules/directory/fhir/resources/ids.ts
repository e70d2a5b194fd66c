import { createHash, hash } from 'node:crypto';
import type { Structure } from '../../../structures/index.js';

/** Beyond this length an identifier would not fit in an id of FHIR (64 characters) and its digest stands for it. */
export const LONGEST_PLAIN = 36;

/** A national identifier of a person as a part of an id: letters and digits as they are, any other sign `.` and its code. */
export const writePerson = (idNat: string): string =>
  idNat.length > LONGEST_PLAIN
    ? `m${createHash('md5').update(idNat).digest('hex')}`
    : idNat.replace(/[^0-9A-Za-z]/g, (sign) => `.${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** Who an id speaks of: a national identifier, or the digest of a long one; undefined for what was not written here. */
export function readPerson(id: string): { idNat: string } | { digest: string } | undefined {
  const [, person] = /^00[35]-([0-9A-Za-z.]{1,48})-\d{10}$/.exec(id) ?? [];
  if (person === undefined) return undefined;
  if (/^m[0-9a-f]{32}$/.test(person)) return { digest: person.slice(1) };
  const idNat = person.replace(/\.([0-9a-f]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return writePerson(idNat) === person ? { idNat } : undefined;
}

/** Ten digits made of a text, always the same: no order, no meaning. */
export const tenDigits = (text: string): string =>
  (hash('sha256', text, 'buffer').readBigUInt64BE() % 10_000_000_000n).toString().padStart(10, '0');

/** An exercise as it is named for ever: neither the authority nor what it says of it counts. */
export const exerciseName = (one: { readonly profession: string; readonly category: string }): string =>
  `${one.profession}-${one.category}`;

/** Id of the Practitioner: a person in one profession and category. In: national identifier, name of the exercise. */
export const practitionerId = (idNat: string, exercise: string): string =>
  `003-${writePerson(idNat)}-${tenDigits(`${idNat}|${exercise}`)}`;

/** Number of an activity of a person. In: national identifier, `<exercise>/<key of the activity>`. */
export const activityNumber = (idNat: string, activity: string): string => tenDigits(`${idNat}|${activity}`);

/** Id of the PractitionerRole: an activity of a person. */
export const roleId = (idNat: string, activity: string): string =>
  `005-${writePerson(idNat)}-${activityNumber(idNat, activity)}`;

/** Id of the Organization of a structure: 01 where people work, 02 legal entities. */
export const organizationId = ({ id, kind }: Pick<Structure, 'id' | 'kind'>): string =>
  `001-${kind === 'EJ' ? '02' : '01'}-${id}`;

/** Id of the Organization of a legal entity known by its FINESS number. */
export const legalEntityId = (finess: string): string => organizationId({ id: `F${finess}`, kind: 'EJ' });

/** Technical id of the structure that an id of Organization speaks of; undefined for what was not written here. */
export const structureOf = (id: string): string | undefined =>
  /^001-0[12]-([FCR][0-9A-Za-z]{1,40})$/.exec(id)?.[1];
