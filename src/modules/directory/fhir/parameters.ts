import type {
  CodeableConcept,
  Coding,
  ContactPoint,
  Device,
  Extension,
  HealthcareService,
  HumanName,
  Identifier,
  Organization,
  Practitioner,
  PractitionerRole,
  Reference,
} from 'fhir/r4.js';
import { isMailbox } from './resources/telecom.js';
import { ANNUAIRE } from './resources/vocabulary.js';

export const KINDS = [
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'HealthcareService',
  'Device',
] as const;
export type Kind = (typeof KINDS)[number];
export type Resource = Practitioner | PractitionerRole | Organization | HealthcareService | Device;

export interface Token {
  readonly system?: string | undefined;
  readonly code: string;
}

export type ParameterType = 'string' | 'token' | 'date' | 'reference' | 'uri';

/** A search parameter of a resource: its type, where its values are, in words for the capability statement. */
export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly documentation: string;
  readonly strings?: (resource: Resource) => readonly (string | undefined)[];
  readonly tokens?: (resource: Resource) => readonly Token[];
  readonly reference?: (resource: Resource) => string | undefined;
  readonly target?: Kind;
}

type Read<R, T> = (resource: R) => T;
const string = <R extends Resource>(
  name: string,
  documentation: string,
  strings: Read<R, readonly (string | undefined)[]>,
): Parameter => ({ name, type: 'string', documentation, strings: strings as Read<Resource, string[]> });
const token = <R extends Resource>(
  name: string,
  documentation: string,
  tokens: Read<R, readonly Token[]>,
): Parameter => ({ name, type: 'token', documentation, tokens: tokens as Read<Resource, Token[]> });
const reference = <R extends Resource>(
  name: string,
  target: Kind,
  documentation: string,
  found: Read<R, Reference | undefined>,
): Parameter => ({
  name,
  type: 'reference',
  target,
  documentation,
  reference: (resource) => found(resource as R)?.reference,
});

const ofCodings = (codings: readonly (Coding | undefined)[] | undefined): Token[] =>
  (codings ?? []).flatMap((one) => (one?.code === undefined ? [] : [{ system: one.system, code: one.code }]));
const ofConcepts = (all: readonly CodeableConcept[] | undefined): Token[] =>
  (all ?? []).flatMap(({ coding }) => ofCodings(coding));
const ofIdentifiers = (all: readonly Identifier[] | undefined): Token[] =>
  (all ?? []).flatMap(({ system, value }) => (value === undefined ? [] : [{ system, code: value }]));
const ofNames = (names: readonly HumanName[] | undefined): (string | undefined)[] =>
  (names ?? []).flatMap((name) => [
    name.family,
    ...(name.given ?? []),
    ...(name.prefix ?? []),
    ...(name.suffix ?? []),
  ]);
const ofMailboxes = (all: readonly ContactPoint[] | undefined): (string | undefined)[] =>
  (all ?? []).filter(isMailbox).map(({ value }) => value);

type Extended = { readonly extension?: readonly Extension[] | undefined };

/** The values of one field of an extension of the directory. */
function inExtension(resource: Extended, name: string, field: string): Extension[] {
  const within = (resource.extension ?? []).filter(({ url }) => url === `${ANNUAIRE}${name}`);
  return within.flatMap(({ extension }) => (extension ?? []).filter(({ url }) => url === field));
}
const conceptsIn = (resource: Extended, name: string, field: string): Token[] =>
  ofConcepts(
    inExtension(resource, name, field).map(({ valueCodeableConcept }) => valueCodeableConcept ?? {}),
  );

const active = token('active', 'true or false', (one: Exclude<Resource, Device>) => [
  { system: 'http://terminology.hl7.org/CodeSystem/special-values', code: String(one.active) },
]);

const COMMON: readonly Parameter[] = [
  token('_id', 'id of the resource', (one) => [{ code: one.id ?? '' }]),
  {
    name: '_lastUpdated',
    type: 'date',
    documentation: 'when the resource last changed; as far back as the directory goes',
  },
  {
    name: '_profile',
    type: 'uri',
    documentation: 'profile of the resource',
    strings: (one) => one.meta?.profile ?? [],
  },
  token('data-information-system', 'system that the data come from: RPPS, FINESS, MSS', (one) =>
    inExtension(one.meta ?? {}, 'as-ext-data-trace', 'systeme-information').map(({ valueCode }) => ({
      code: String(valueCode),
    })),
  ),
  token('data-registration-authority', 'authority that vouches for the data (TRE_R60)', (one) =>
    conceptsIn(one.meta ?? {}, 'as-ext-data-trace', 'autorite-enregistrement'),
  ),
];

const identifierParameter = token(
  'identifier',
  'any identifier, alone or after its system and |',
  (one: Resource) => ofIdentifiers(one.identifier),
);
const identifierType = token('identifier-type', 'type of an identifier', (one: Resource) =>
  (one.identifier ?? []).flatMap(({ type }) => ofCodings(type?.coding)),
);
const mailbox = string(
  'mailbox-mss',
  'address of a secure mailbox',
  (one: Practitioner | PractitionerRole | Organization) => ofMailboxes(one.telecom),
);

const ORGANIZATION: readonly Parameter[] = [
  active,
  string('address', 'any part of the address', ({ address }: Organization) =>
    (address ?? []).flatMap(({ line, city, postalCode, country }) => [
      ...(line ?? []),
      city,
      postalCode,
      country,
    ]),
  ),
  string('address-city', 'town', ({ address }: Organization) => (address ?? []).map(({ city }) => city)),
  string('address-line', 'line of the address', ({ address }: Organization) =>
    (address ?? []).flatMap(({ line }) => line ?? []),
  ),
  string('address-postalcode', 'postcode', ({ address }: Organization) =>
    (address ?? []).map(({ postalCode }) => postalCode),
  ),
  identifierParameter,
  identifierType,
  mailbox,
  string('name', 'name or alias', ({ name, alias }: Organization) => [name, ...(alias ?? [])]),
  reference('partof', 'Organization', 'legal entity', ({ partOf }: Organization) => partOf),
  string('pharmacy-licence', 'number of the licence of a pharmacy', (one: Organization) =>
    inExtension(one, 'as-ext-organization-pharmacy-licence', 'licence').map(({ valueString }) =>
      String(valueString),
    ),
  ),
  token('type', 'category, sector, activity, legal status', ({ type }: Organization) => ofConcepts(type)),
];

const HEALTHCARE_SERVICE: readonly Parameter[] = [
  active,
  token('characteristic', 'form of the activity', ({ characteristic }: HealthcareService) =>
    ofConcepts(characteristic),
  ),
  identifierParameter,
  reference(
    'organization',
    'Organization',
    'establishment',
    ({ providedBy }: HealthcareService) => providedBy,
  ),
  token('service-category', 'modality', ({ category }: HealthcareService) => ofConcepts(category)),
  token('service-type', 'activity or discipline', ({ type }: HealthcareService) => ofConcepts(type)),
];

const DEVICE: readonly Parameter[] = [
  identifierParameter,
  string('manufacturer', 'maker', ({ manufacturer }: Device) => [manufacturer]),
  string('model', 'model, as it stands in the serial number', ({ serialNumber }: Device) => [serialNumber]),
  reference('organization', 'Organization', 'establishment', ({ owner }: Device) => owner),
  token('status', 'active or inactive', ({ status }: Device) =>
    status === undefined ? [] : [{ system: 'http://hl7.org/fhir/device-status', code: status }],
  ),
  token('type', 'kind of equipment', ({ type }: Device) => ofCodings(type?.coding)),
];

const PRACTITIONER: readonly Parameter[] = [
  active,
  string('family', 'name of exercise', ({ name }: Practitioner) => (name ?? []).map(({ family }) => family)),
  string('given', 'given name', ({ name }: Practitioner) => (name ?? []).flatMap(({ given }) => given ?? [])),
  identifierParameter,
  identifierType,
  mailbox,
  string('name', 'any part of the name, title included', ({ name }: Practitioner) => ofNames(name)),
  string('number-smartcard', 'number of a card', (one: Practitioner) =>
    inExtension(one, 'as-ext-smartcard', 'number').map(({ valueString }) => String(valueString)),
  ),
  token('type-smartcard', 'type of a card', (one: Practitioner) =>
    conceptsIn(one, 'as-ext-smartcard', 'type'),
  ),
  token(
    'qualification-code',
    'profession, category, savoir-faire, diploma, and their types',
    ({ qualification }: Practitioner) => (qualification ?? []).flatMap(({ code }) => ofCodings(code.coding)),
  ),
];

const PRACTITIONER_ROLE: readonly Parameter[] = [
  active,
  identifierParameter,
  mailbox,
  reference('organization', 'Organization', 'place of practice', (one: PractitionerRole) => one.organization),
  reference('practitioner', 'Practitioner', 'professional', (one: PractitionerRole) => one.practitioner),
  token('role', 'function, kind of activity, mode, section', ({ code }: PractitionerRole) =>
    ofConcepts(code),
  ),
];

const inOrder = (own: readonly Parameter[]): ReadonlyMap<string, Parameter> =>
  new Map([...COMMON, ...own].sort((a, b) => (a.name < b.name ? -1 : 1)).map((one) => [one.name, one]));

/** Every search parameter by resource and name: the search, its refusals and the capability statement read this alone. */
export const PARAMETERS: Readonly<Record<Kind, ReadonlyMap<string, Parameter>>> = {
  Practitioner: inOrder(PRACTITIONER),
  PractitionerRole: inOrder(PRACTITIONER_ROLE),
  Organization: inOrder(ORGANIZATION),
  HealthcareService: inOrder(HEALTHCARE_SERVICE),
  Device: inOrder(DEVICE),
};

/** The ways from one resource to another: `source.parameter` refers to `target`. */
export interface Link {
  readonly source: Kind;
  readonly parameter: Parameter;
  readonly target: Kind;
}

export const LINKS: readonly Link[] = KINDS.flatMap((source) =>
  [...PARAMETERS[source].values()].flatMap((parameter) =>
    parameter.target === undefined ? [] : [{ source, parameter, target: parameter.target }],
  ),
);

export const isKind = (text: string): text is Kind => (KINDS as readonly string[]).includes(text);

/** What each modifier may follow. */
export const MODIFIERS: Readonly<Record<ParameterType, readonly string[]>> = {
  string: ['exact', 'contains', 'missing'],
  token: ['not', 'missing'],
  date: ['missing'],
  reference: ['missing'],
  uri: ['missing'],
};
