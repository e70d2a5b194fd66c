import type { Kind, Resource } from '../parameters.js';
import type { Search } from './criterion.js';

/** Elements marked Σ in R4, of those that these resources have. */
const SUMMARY: Readonly<Record<Kind, readonly string[]>> = {
  Practitioner: ['identifier', 'active', 'name', 'telecom'],
  PractitionerRole: ['identifier', 'active', 'practitioner', 'organization', 'code', 'telecom'],
  Organization: ['identifier', 'active', 'type', 'name', 'partOf'],
  HealthcareService: ['identifier', 'active', 'providedBy', 'category', 'type'],
  Device: ['identifier', 'status'],
};

/** Present whatever is asked: what names a resource and says whether it still holds, and what R4 requires. */
const ALWAYS = ['resourceType', 'id', 'meta', 'language', 'identifier', 'active', 'status'];

const SUBSETTED = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'SUBSETTED',
  display: 'subsetted',
};

type Shape = Pick<Search, 'elements' | 'summary'>;

/** A resource with the elements asked for, and a tag that says that it is not whole (R4 search, §3.1.1.5.8 and 9). */
export function shaped(resource: Resource, { elements, summary }: Shape): Resource {
  const kept = keptElements(resource.resourceType, { elements, summary });
  if (!kept) return resource;
  const names = new Set([...ALWAYS, ...kept]);
  const entries = Object.entries(resource).filter(([name]) => names.has(name));
  return {
    ...Object.fromEntries(entries),
    meta: { ...resource.meta, tag: [SUBSETTED] },
  } as unknown as Resource;
}

function keptElements(kind: Kind, { elements, summary }: Shape): readonly string[] | undefined {
  if (elements) return elements;
  if (summary === 'true') return SUMMARY[kind];
  return summary === 'text' ? [] : undefined;
}
