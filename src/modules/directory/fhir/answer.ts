import type { Bundle, CapabilityStatement, OperationOutcome } from 'fhir/r4.js';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Resource } from './parameters.js';
import { FhirRefusal, outcome, quoted } from './refusal.js';

const FHIR_JSON = 'application/fhir+json; charset=utf-8';
const JSON_NAMES = new Set(['json', 'application/json', 'application/fhir+json', 'text/json']);

type Answer = Resource | Bundle | CapabilityStatement | OperationOutcome;

/** A resource as the answer of a request, indented for who asks `_pretty=true`. JSON alone. */
export function answer(
  c: Context,
  resource: Answer,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const format = c.req.query('_format');
  if (format !== undefined && !JSON_NAMES.has(format.replace(' ', '+').split(';')[0]?.trim() ?? ''))
    throw new FhirRefusal(
      406,
      'not-supported',
      `This API speaks JSON alone: leave _format=${quoted(format)} out.`,
    );
  return c.body(written(c, resource), 200, { 'content-type': FHIR_JSON, ...headers });
}

const written = (c: Context, resource: Answer): string =>
  c.req.query('_pretty') === 'true' ? JSON.stringify(resource, null, 2) : JSON.stringify(resource);

/** A refusal, as an OperationOutcome. */
export const refuse = (c: Context, refusal: FhirRefusal): Response =>
  c.body(written(c, outcome(refusal.code, refusal.message)), refusal.status as ContentfulStatusCode, {
    'content-type': FHIR_JSON,
    'cache-control': 'no-store',
    ...refusal.headers,
  });

/**
 * Whether the caller already has this version (RFC 9110 §13: a tag counts before a date). Sets the headers by which he
 * can ask so the next time. In: the tag, the instant of the last change (ISO 8601).
 */
export function notModified(c: Context, tag: string, lastUpdated?: string): boolean {
  c.header('ETag', tag);
  c.header('Cache-Control', 'private, no-cache');
  c.header('Vary', 'Accept-Encoding');
  if (lastUpdated !== undefined) c.header('Last-Modified', new Date(lastUpdated).toUTCString());
  const tags = c.req.header('If-None-Match');
  if (tags !== undefined) return tags.split(',').some((one) => one.trim() === tag || one.trim() === '*');
  const since = Date.parse(c.req.header('If-Modified-Since') ?? '');
  // The header counts in seconds.
  return lastUpdated !== undefined && since >= Math.floor(Date.parse(lastUpdated) / 1000) * 1000;
}
