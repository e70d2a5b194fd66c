/** What the open profiles (as-dp-*) require and forbid of a resource. `*` stands for every item of a list. */
export interface Profile {
  readonly required: readonly string[];
  /** Elements that a resource may have; all others are forbidden. */
  readonly allowed: readonly string[];
  /** Elements that may be nowhere in it. */
  readonly forbidden: readonly string[];
}

const ALWAYS = ['resourceType', 'id', 'meta', 'language'];

export const PROFILES: Readonly<Record<string, Profile>> = {
  'as-dp-practitioner': {
    required: ['identifier', 'active', 'name', 'qualification'],
    allowed: [...ALWAYS, 'extension', 'identifier', 'active', 'name', 'telecom', 'qualification'],
    forbidden: [
      ...['gender', 'birthDate', 'address', 'photo', 'communication'],
      ...['qualification.*.period', 'qualification.*.issuer', 'identifier.*.period', 'name.*.period'],
    ],
  },
  'as-dp-practitionerrole': {
    required: ['identifier', 'active', 'practitioner'],
    allowed: [...ALWAYS, 'identifier', 'active', 'practitioner', 'organization', 'code', 'telecom'],
    forbidden: ['period', 'availableTime', 'extension', 'location', 'specialty'],
  },
  'as-dp-organization': {
    required: ['identifier', 'active', 'name', 'type'],
    allowed: [
      ...ALWAYS,
      ...['extension', 'identifier', 'active', 'type', 'name', 'alias', 'telecom', 'address', 'partOf'],
    ],
    forbidden: ['contact', 'endpoint', 'identifier.*.period', 'telecom.*.period'],
  },
  'as-dp-healthcareservice-healthcare-activity': {
    required: ['identifier', 'active', 'providedBy', 'type'],
    allowed: [
      ...ALWAYS,
      'extension',
      'identifier',
      'active',
      'providedBy',
      'category',
      'type',
      'characteristic',
    ],
    forbidden: ['name', 'telecom', 'comment', 'availableTime', 'location', 'eligibility'],
  },
  'as-dp-healthcareservice-social-equipment': {
    required: ['active', 'providedBy', 'type'],
    allowed: [...ALWAYS, 'extension', 'active', 'providedBy', 'type', 'eligibility', 'characteristic'],
    forbidden: ['identifier', 'name', 'telecom', 'comment', 'availableTime', 'location'],
  },
  'as-dp-device': {
    required: ['identifier', 'status', 'type', 'owner'],
    allowed: [
      ...ALWAYS,
      'extension',
      'identifier',
      'status',
      'manufacturer',
      'serialNumber',
      'type',
      'owner',
    ],
    forbidden: ['deviceName', 'udiCarrier', 'location', 'patient', 'contact', 'url', 'note', 'safety'],
  },
};

/** Extensions of the directory that the open profiles forbid, and fields of allowed ones. */
export const FORBIDDEN_EXTENSIONS = [
  'as-ext-registration',
  'as-ext-digital-certificate',
  'as-ext-practitionerrole-contracted',
  'as-ext-practitionerrole-hascas',
  'as-ext-practitionerrole-vitale-accepted',
  'as-ext-practitionerrole-end-cause',
  'as-ext-practitionerrole-education-level',
  'as-ext-person-birth-place',
  'as-ext-person-nationality',
];
export const FORBIDDEN_FIELDS: Readonly<Record<string, readonly string[]>> = {
  'as-ext-smartcard': ['oppositionDate'],
  'as-ext-mailbox-mss-metadata': ['responsible', 'phone', 'publication', 'listeRouge'],
  'as-ext-frpractitioner-authorization': ['period'],
  'as-ext-data-trace': ['date-maj-ae'],
};
