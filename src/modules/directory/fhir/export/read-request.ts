import { isKind, KINDS, type Kind } from '../parameters.js';
import { badSearch, quoted } from '../refusal.js';
import type { Wanted } from './store.js';

const FORMATS = new Set(['application/fhir+ndjson', 'application/ndjson', 'ndjson']);

type Asked = readonly (readonly [string, string])[];

/**
 * Reads the kick-off of an export (Bulk Data Access IG, §Query Parameters): `_outputFormat`, `_since`, `_type`,
 * `_elements`. In: the parameters, the header Prefer.
 * @throws FhirRefusal 400 for what is not understood, unless the caller prefers it to be left out (`handling=lenient`)
 */
export function readRequest(asked: Asked, prefer: string | undefined): Wanted {
  const wishes = (prefer ?? '').split(/[,;]/).map((one) => one.trim().toLowerCase());
  if (!wishes.includes('respond-async'))
    throw badSearch('An export is written apart: send the header Prefer: respond-async.');
  const lenient = wishes.includes('handling=lenient');
  const kinds = new Set<Kind>();
  const elements: string[] = [];
  let since: Date | undefined;
  for (const [name, value] of asked) {
    if (name === '_type') for (const kind of kindsOf(value, lenient)) kinds.add(kind);
    else if (name === '_elements') elements.push(...elementsOf(value));
    else if (name === '_since') since = instantOf(value);
    else if (name === '_outputFormat') checkFormat(value);
    else if (!lenient)
      throw badSearch(
        `An export has no parameter ${quoted(name)}. It has: _type, _since, _elements, _outputFormat.`,
        'not-supported',
      );
  }
  return {
    kinds: kinds.size === 0 ? KINDS : KINDS.filter((kind) => kinds.has(kind)),
    ...(since && { since }),
    ...(elements.length > 0 && { elements }),
  };
}

function kindsOf(value: string, lenient: boolean): Kind[] {
  return value.split(',').flatMap((text) => {
    const name = text.trim();
    if (isKind(name)) return [name];
    if (lenient) return [];
    throw badSearch(`_type is among ${KINDS.join(', ')}; not ${quoted(name)}.`, 'not-supported');
  });
}

function elementsOf(value: string): string[] {
  return value.split(',').map((text) => {
    const name = text.trim();
    if (/^([A-Z]\w{1,40}\.)?[a-z]\w{1,40}$/.test(name)) return name;
    throw badSearch(`_elements names elements, e.g. name or Practitioner.name; not ${quoted(name)}.`);
  });
}

/** An instant of FHIR: date, time and zone. */
function instantOf(value: string): Date {
  // In an address a + is a space.
  const text = value.replace(' ', '+');
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(at))
    throw badSearch(`_since is an instant, e.g. 2026-06-01T00:00:00Z; not ${quoted(value)}.`);
  return new Date(at);
}

function checkFormat(value: string): void {
  if (!FORMATS.has(value.replace(' ', '+')))
    throw badSearch(
      `An export is written as application/fhir+ndjson alone, not as ${quoted(value)}.`,
      'not-supported',
    );
}

/** The parameters of a kick-off by POST: a resource Parameters. @throws FhirRefusal 400 for anything else */
export function readParameters(body: unknown): [string, string][] {
  const { resourceType, parameter = [] } = Object(body) as { resourceType?: unknown; parameter?: unknown };
  if (resourceType !== 'Parameters' || !Array.isArray(parameter))
    throw badSearch('A kick-off by POST is a resource Parameters, as application/fhir+json.');
  return parameter.map((one: unknown) => {
    const { name, ...values } = Object(one) as Record<string, unknown>;
    const [value] = Object.values(values);
    if (typeof name !== 'string' || typeof value !== 'string')
      throw badSearch('Each parameter has a name and one value[x] that is a text.');
    return [name, value];
  });
}
