import type { ContactPoint, Extension, Identifier, Meta, Period } from 'fhir/r4.js';
import type { EntryPerson } from '../../entry.js';
import { coding, concept, IDENTIFIERS, identifier } from '../resources/vocabulary.js';

/** The metadata of an open resource, under the restricted profile that extends its own. */
export const restrictedMeta = (meta: Meta | undefined): Meta => ({
  ...meta,
  profile: (meta?.profile ?? []).map((one) => one.replace('/as-dp-', '/as-dr-')),
});

/** From and to, days as `YYYY-MM-DD`; undefined without either. */
export const periodOf = (from: string | undefined, to: string | undefined): Period | undefined =>
  from === undefined && to === undefined
    ? undefined
    : { ...(from !== undefined && { start: from }), ...(to !== undefined && { end: to }) };

/** The numbers that a person had before, or has besides (RPPS merged into this one, ADELI, FINESS, SIRET…). */
export const otherIdentifiers = ({ otherIds }: Pick<EntryPerson, 'otherIds'>): Identifier[] =>
  otherIds.map((value) => ({ ...identifier('IDNPS', IDENTIFIERS.person, value), use: 'old' }));

/** Phone and mail by which the person is reached, as a FHIR telecom. */
export function correspondenceTelecom({
  correspondence,
}: Pick<EntryPerson, 'correspondence'>): ContactPoint[] {
  const { mobile, mail } = correspondence ?? {};
  return [
    ...(mobile === undefined
      ? []
      : [{ system: 'phone' as const, value: mobile.e164, use: 'mobile' as const }]),
    ...(mail === undefined ? [] : [{ system: 'email' as const, value: mail }]),
  ];
}

/** A code of a list as an extension. In: name of the extension's field, list, code; nothing without a code. */
export const codeExtension = (url: string, list: string, code: string | undefined): Extension[] =>
  code === undefined ? [] : [{ url, valueCodeableConcept: concept(coding(list, code)) }];
