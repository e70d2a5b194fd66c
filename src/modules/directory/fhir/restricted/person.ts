import type { Extension, HumanName, Person } from 'fhir/r4.js';
import { commune } from '../../../nomenclatures/index.js';
import { fhirAddress } from '../resources/address.js';
import type { EntryRecord } from '../resources/entry-record.js';
import { writePerson } from '../resources/ids.js';
import { versionId } from '../resources/meta.js';
import {
  ANNUAIRE,
  coding,
  concept,
  dataTrace,
  FR_CORE,
  IDENTIFIERS,
  identifier,
} from '../resources/vocabulary.js';
import { correspondenceTelecom, otherIdentifiers } from './extras.js';
import { restrictedPractitioners } from './practitioner.js';

const GENDERS = { F: 'female', M: 'male' } as const;

export const personId = (idNat: string): string => `006-${writePerson(idNat)}`;

/**
 * Somebody as the civil status knows him, as profile as-dr-person grants: names of birth and use, sex, birth, nationality,
 * correspondence, every number, his Practitioners. Restricted doors alone.
 */
export function personResource(record: EntryRecord, on: string): Person {
  const { person } = record;
  const { civilStatus, correspondence, idNat, rpps } = person;
  const extension = civilStatus ? civilExtensions(civilStatus) : [];
  const telecom = correspondenceTelecom(person);
  return {
    resourceType: 'Person',
    id: personId(idNat),
    meta: {
      extension: [dataTrace('RPPS', civilStatus?.provenance.authority)],
      versionId: versionId(record),
      lastUpdated: record.updatedAt.toISOString(),
      source: 'https://annuaire.sante.fr',
      profile: [`${ANNUAIRE}as-dr-person`],
    },
    language: 'fr',
    ...(extension.length > 0 && { extension }),
    identifier: [
      identifier('IDNPS', IDENTIFIERS.person, idNat),
      ...(rpps === undefined ? [] : [identifier('RPPS', IDENTIFIERS.rpps, rpps)]),
      ...otherIdentifiers(person),
    ],
    active: person.state === 'active',
    ...(civilStatus && {
      name: names(civilStatus),
      gender: GENDERS[civilStatus.sex],
      birthDate: civilStatus.birthDate,
    }),
    ...(telecom.length > 0 && { telecom }),
    ...(correspondence?.address && { address: [fhirAddress(correspondence.address)] }),
    link: restrictedPractitioners(record, on).map(({ id }) => ({
      target: { reference: `Practitioner/${id}` },
    })),
  };
}

type CivilStatus = NonNullable<EntryRecord['person']['civilStatus']>;

function names({ birthName, usedName, givenNames, civility }: CivilStatus): HumanName[] {
  const given = [...givenNames];
  const prefix = civility === undefined ? {} : { prefix: [civility] };
  return [
    { use: 'official', family: birthName, given, ...prefix },
    ...(usedName === undefined ? [] : [{ use: 'usual' as const, family: usedName, given, ...prefix }]),
  ];
}

function civilExtensions({ birthPlace, nationality }: CivilStatus): Extension[] {
  const { commune: code, country, name } = birthPlace;
  const insee = code === undefined ? undefined : coding('TRE_R13', code, commune(code)?.name);
  return [
    {
      url: `${ANNUAIRE}as-ext-person-birth-place`,
      valueAddress: {
        ...(insee && { extension: [{ url: `${FR_CORE}fr-core-address-insee-code`, valueCoding: insee }] }),
        ...(name !== '' && { text: name }),
        country,
      },
    },
    ...(nationality === undefined
      ? []
      : [
          {
            url: `${ANNUAIRE}as-ext-person-nationality`,
            extension: [{ url: 'code', valueCodeableConcept: concept(coding('TRE_R20', nationality)) }],
          },
        ]),
  ];
}
