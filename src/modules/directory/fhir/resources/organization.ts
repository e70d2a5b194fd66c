import type { CodeableConcept, ContactPoint, Extension, Identifier, Organization } from 'fhir/r4.js';
import type { Mailbox } from '../../../messaging/index.js';
import { datumOrigin, type Structure } from '../../../structures/index.js';
import { fhirAddress } from './address.js';
import { legalEntityId, organizationId } from './ids.js';
import { metaOf, type Stamp } from './meta.js';
import { isOpenMailbox, mailboxTelecom } from './telecom.js';
import {
  ANNUAIRE,
  coding,
  dataTrace,
  ENTITIES,
  HL7,
  IDENTIFIERS,
  identifier as identifierOf,
} from './vocabulary.js';

/** A structure with its stamp and the mailboxes of its services. */
export interface StructureRecord extends Stamp {
  readonly id: string;
  readonly active: boolean;
  readonly data: Structure;
  readonly mailboxes: readonly Mailbox[];
}

/** A structure, as profile as-dp-organization allows; one that has closed keeps its identifiers and its name. */
export function organization({ data, active, mailboxes, ...stamp }: StructureRecord): Organization {
  const { source } = datumOrigin(data, 'name');
  const identifier = identifiersOf(data);
  const base: Organization = {
    resourceType: 'Organization',
    id: organizationId(data),
    meta: metaOf(stamp, 'organization', 'organization', [dataTrace(source === 'FINESS' ? 'FINESS' : 'RPPS')]),
    language: 'fr',
    ...(identifier.length > 0 && { identifier }),
    active,
    ...(data.name !== '' && { name: data.name }),
  };
  if (!active) return base;
  const alias = [data.brand, data.longName].filter((name) => name !== undefined && name !== data.name);
  const telecom = [...contacts(data), ...mailboxes.filter(isOpenMailbox).map(mailboxTelecom)];
  return {
    ...base,
    ...(data.openedOn !== undefined && {
      extension: [{ url: `${HL7}organization-period`, valuePeriod: { start: data.openedOn } }],
    }),
    type: types(data),
    ...(alias.length > 0 && { alias: alias as string[] }),
    ...(telecom.length > 0 && { telecom }),
    ...(data.address && { address: [fhirAddress(data.address)] }),
    ...(data.finessLegalEntity !== undefined &&
      data.kind !== 'EJ' && {
        partOf: { reference: `Organization/${legalEntityId(data.finessLegalEntity)}` },
      }),
  };
}

const RANKS: Readonly<Record<string, string>> = {
  0: IDENTIFIERS.adeliRank,
  4: IDENTIFIERS.rppsRank,
};

function identifiersOf(data: Structure): Identifier[] {
  const { nationalId, finess, siret, siren } = data;
  const legal = data.kind === 'EJ';
  const rank = RANKS[nationalId?.charAt(0) ?? ''];
  // The SIRET of a practice is often that of a person; of an employer that FINESS does not know it is the name.
  const open = data.id.startsWith('C') && finess === undefined;
  const one = (type: string, system: string, value: string | undefined) =>
    value === undefined ? [] : [identifierOf(type, system, value)];
  return [
    ...one('IDNST', IDENTIFIERS.structure, nationalId ?? (finess === undefined ? undefined : `1${finess}`)),
    ...one(legal ? 'FINEJ' : 'FINEG', IDENTIFIERS.finess, finess),
    ...one('SIREN', IDENTIFIERS.sirene, siren),
    ...(open || data.id.startsWith('F') ? one('SIRET', IDENTIFIERS.sirene, siret) : []),
    ...(rank === undefined ? [] : one('INTRN', rank, nationalId?.slice(1))),
  ];
}

const typed = (kind: string): { extension: Extension[] } => ({
  extension: [{ url: `${ANNUAIRE}as-ext-organization-types`, valueCode: kind }],
});

const TYPES = [
  ['sector', 'TRE_R02', 'secteurActiviteRASS'],
  ['category', 'TRE_R66', undefined],
  ['ape', 'TRE_R75', 'activiteINSEE'],
  ['legalStatus', 'TRE_R72', 'statutJuridiqueINSEE'],
  ['publicService', 'TRE_R73', 'sphParticipation'],
] as const;

function types(data: Structure): CodeableConcept[] {
  return [
    { ...typed('organizationType'), coding: [ENTITIES[data.kind ?? 'EG']] },
    ...TYPES.flatMap(([field, list, kind]) => {
      const code = data[field];
      return code === undefined
        ? []
        : [{ ...(kind === undefined ? {} : typed(kind)), coding: [coding(list, code)] }];
    }),
  ];
}

const CONTACTS = [
  ['phone', 'phone', 1],
  ['phone2', 'phone', 2],
  ['fax', 'fax', undefined],
  ['mail', 'email', undefined],
] as const;

const contacts = (data: Structure): ContactPoint[] =>
  CONTACTS.flatMap(([field, system, rank]) => {
    const value = data[field];
    return value === undefined || value.trim() === ''
      ? []
      : [{ system, value, ...(rank === undefined ? {} : { rank }) }];
  });
