import type { CapabilityStatement, CapabilityStatementRestResource } from 'fhir/r4.js';
import { KINDS, type Kind, LINKS, MODIFIERS, PARAMETERS } from './parameters.js';
import { ANNUAIRE, FR_CORE } from './resources/vocabulary.js';
import { SORTS } from './search/read-search.js';

const PROFILES: Readonly<Record<Kind, readonly string[]>> = {
  Practitioner: [`${FR_CORE}fr-core-practitioner`, `${ANNUAIRE}as-dp-practitioner`],
  PractitionerRole: [`${FR_CORE}fr-core-practitioner-role`, `${ANNUAIRE}as-dp-practitionerrole`],
  Organization: [`${FR_CORE}fr-core-organization`, `${ANNUAIRE}as-dp-organization`],
  HealthcareService: [
    `${ANNUAIRE}as-dp-healthcareservice-healthcare-activity`,
    `${ANNUAIRE}as-dp-healthcareservice-social-equipment`,
  ],
  Device: [`${ANNUAIRE}as-dp-device`],
};

/** What the API can do: written from the table of parameters that the searches read, so that it tells the truth. */
export function capabilityStatement(base: string, at: Date): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    id: 'esculape-annuaire',
    status: 'active',
    date: at.toISOString(),
    kind: 'instance',
    software: { name: 'Esculape' },
    implementation: { description: 'Annuaire Santé, données en libre accès', url: base },
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [
      {
        mode: 'server',
        documentation:
          'Searches may be chained (reference.parameter) and reverse chained (_has) over two references. Results: _count, _elements, _include, _revinclude (also :iterate), _sort, _summary, _total.',
        security: { description: 'Une clé dans l’en-tête ESANTE-API-KEY.' },
        resource: KINDS.map(resource),
      },
    ],
  };
}

/** The same with the export of everything (Bulk Data Access IG 2). */
export const withExport = (statement: CapabilityStatement): CapabilityStatement => ({
  ...statement,
  instantiates: ['http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data'],
  rest: (statement.rest ?? []).map((one) => ({
    ...one,
    operation: [
      {
        name: 'export',
        definition: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export',
        documentation: 'GET or POST /$export, with Prefer: respond-async; _type, _since, _elements.',
      },
    ],
  })),
});

function resource(kind: Kind): CapabilityStatementRestResource {
  const from = LINKS.filter(({ source }) => source === kind);
  const to = LINKS.filter(({ target }) => target === kind);
  const name = ({ source, parameter }: (typeof LINKS)[number]) => `${source}:${parameter.name}`;
  return {
    type: kind,
    supportedProfile: [...PROFILES[kind]],
    documentation: `_sort: ${Object.keys(SORTS[kind]).join(', ')}.`,
    interaction: [{ code: 'read' }, { code: 'search-type' }],
    versioning: 'versioned',
    readHistory: false,
    conditionalRead: 'full-support',
    ...(from.length > 0 && { searchInclude: from.map(name) }),
    ...(to.length > 0 && { searchRevInclude: to.map(name) }),
    searchParam: [...PARAMETERS[kind].values()].map((parameter) => ({
      name: parameter.name,
      type: parameter.type,
      documentation: `${parameter.documentation} (${MODIFIERS[parameter.type].map((one) => `:${one}`).join(' ')})`,
    })),
  };
}
