import type { Device, Extension, HealthcareService } from 'fhir/r4.js';
import { organizationId } from './ids.js';
import { metaOf, type Stamp } from './meta.js';
import { ANNUAIRE, coding, concept, dataTrace, IDENTIFIERS, identifier } from './vocabulary.js';

/** A code and its words, for lists that are not held here. */
export interface Worded {
  readonly code: string;
  readonly words: string;
}

/**
 * What an establishment is authorised to do or to use (ARHGOS for care and heavy equipment, FINESS for social
 * equipment). Days `YYYY-MM-DD`.
 */
export interface Authorisation {
  readonly id: string;
  readonly kind: 'activity' | 'social' | 'equipment';
  /** Technical id of the establishment. */
  readonly structureId: string;
  /** ARHGOS number; none for social equipment. */
  readonly number?: string;
  /** Activity (JDV_J133), discipline (JDV_J136), or equipment (TRE_R272). */
  readonly type: Worded;
  /** Modality of an activity (JDV_J132). */
  readonly category?: Worded;
  /** Form of an activity (TRE_R276) or of a social activity (JDV_J138). */
  readonly form?: Worded;
  /** Who social equipment is for (JDV_J137). */
  readonly clientele?: Worded;
  readonly capacity?: number;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly authorisedOn?: string;
  readonly from?: string;
  readonly to?: string;
}

/** An authorisation with its stamp. */
export interface AuthorisationRecord extends Stamp {
  readonly active: boolean;
  readonly data: Authorisation;
}

const PROFILES = {
  activity: 'healthcareservice-healthcare-activity',
  social: 'healthcareservice-social-equipment',
  equipment: 'device',
} as const;

const base = ({ data, active, ...stamp }: AuthorisationRecord) => ({
  meta: metaOf(stamp, undefined, PROFILES[data.kind], active ? [dataTrace('FINESS')] : []),
  language: 'fr',
  ...(active && { extension: [authorisation(data)] }),
  ...(data.number !== undefined && { identifier: [identifier('ARHGOS', IDENTIFIERS.arhgos, data.number)] }),
});

const owner = ({ structureId }: Authorisation) => ({
  reference: `Organization/${organizationId({ id: structureId })}`,
});

const coded = (list: string, one: Worded | undefined) =>
  one === undefined ? undefined : [concept(coding(list, one.code, one.words))];

/** A care activity or a social equipment, as its profile allows: no name, no contact, no opening hours. */
export function healthcareService(record: AuthorisationRecord): HealthcareService {
  const { data, active } = record;
  const head = { resourceType: 'HealthcareService' as const, id: data.id, ...base(record), active };
  if (!active) return head;
  const social = data.kind === 'social';
  const [category, type] = [
    coded('JDV_J132', data.category),
    coded(social ? 'JDV_J136' : 'JDV_J133', data.type),
  ];
  const form = coded(social ? 'JDV_J138' : 'TRE_R276', data.form);
  const [clientele] = coded('JDV_J137', data.clientele) ?? [];
  return {
    ...head,
    providedBy: owner(data),
    ...(category && { category }),
    ...(type && { type }),
    ...(clientele && { eligibility: [{ code: clientele }] }),
    ...(form && { characteristic: form }),
  };
}

/** A heavy equipment, as profile as-dp-device allows; once withdrawn, its ARHGOS number alone. */
export function device(record: AuthorisationRecord): Device {
  const { data, active } = record;
  return {
    resourceType: 'Device',
    id: data.id,
    ...base(record),
    status: active ? 'active' : 'inactive',
    ...(active && {
      ...(data.manufacturer !== undefined && { manufacturer: data.manufacturer }),
      ...(data.model !== undefined && { serialNumber: data.model }),
      type: concept(coding('TRE_R272', data.type.code, data.type.words)),
      owner: owner(data),
    }),
  };
}

function authorisation({ authorisedOn, from, to, capacity }: Authorisation): Extension {
  return {
    url: `${ANNUAIRE}as-ext-authorization`,
    extension: [
      ...(authorisedOn === undefined ? [] : [{ url: 'dateAuthorization', valueDate: authorisedOn }]),
      ...(from === undefined && to === undefined
        ? []
        : [
            {
              url: 'periodAuthorization',
              valuePeriod: { ...(from && { start: from }), ...(to && { end: to }) },
            },
          ]),
      ...(capacity === undefined ? [] : [{ url: 'supportedCapacity', valueInteger: capacity }]),
      { url: 'deleteAuthorization', valueBoolean: false },
    ],
  };
}
