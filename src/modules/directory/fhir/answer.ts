import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Bundle, CapabilityStatement, OperationOutcome, Person } from 'fhir/r4.js';
import type { Context } from 'hono';
import type { Resource } from './parameters.js';
import { FhirRefusal, outcome, quoted } from './refusal.js';
import { textOf } from './text.js';

const FHIR_JSON = 'application/fhir+json; charset=utf-8';
const JSON_NAMES = new Set(['json', 'application/json', 'application/fhir+json', 'text/json']);

/** Headers by name, each written in the same way everywhere. */
export type Headers = Readonly<Record<string, string>>;

export type Content = Resource | Person | Bundle | CapabilityStatement | OperationOutcome | Manifest;

/** What an export has written: no resource, though sent in the same way. */
export interface Manifest {
  readonly transactionTime: string;
  readonly output: readonly unknown[];
}

/** An answer of the door before it is sent. */
export interface Answer {
  readonly status: number;
  /** None: an answer without a body. */
  readonly content?: Content;
  readonly headers?: Headers;
}

/** Shorter answers are sent as they are. */
const WORTH_ZIPPING = 1024;
const zipped = promisify(gzip);

/**
 * Sends an answer: indented for who asks `_pretty=true`, compressed for who can read it. JSON alone. In: the answer, the
 * headers that all answers have.
 */
export async function send(
  c: Context,
  { status, content, headers }: Answer,
  usual: Headers,
): Promise<Response> {
  if (content === undefined) return new Response(null, { status, headers: { ...usual, ...headers } });
  const text = c.req.query('_pretty') === 'true' ? JSON.stringify(content, null, 2) : textOf(content);
  const all = { ...usual, 'Content-Type': FHIR_JSON, ...headers };
  if (text.length < WORTH_ZIPPING || !c.req.header('Accept-Encoding')?.includes('gzip'))
    return new Response(text, { status, headers: all });
  return new Response(await zipped(text), { status, headers: { ...all, 'Content-Encoding': 'gzip' } });
}

/** @throws FhirRefusal 406 for who asks for another format than JSON. */
export function checkFormat(c: Context): void {
  const format = c.req.query('_format');
  if (format !== undefined && !JSON_NAMES.has(format.replace(' ', '+').split(';')[0]?.trim() ?? ''))
    throw new FhirRefusal(
      406,
      'not-supported',
      `This API speaks JSON alone: leave _format=${quoted(format)} out.`,
    );
}

/** A refusal, as an OperationOutcome. */
export const refused = ({ status, code, message, headers }: FhirRefusal): Answer => ({
  status,
  content: outcome(code, message),
  headers,
});

/** Headers by which a caller can ask the next time whether there is something new. In: the tag, the last change. */
export const validators = (tag: string, lastUpdated?: string): Headers => ({
  ETag: tag,
  'Cache-Control': 'private, no-cache',
  Vary: 'Accept-Encoding',
  ...(lastUpdated !== undefined && { 'Last-Modified': new Date(lastUpdated).toUTCString() }),
});

/**
 * Whether the caller already has this version (RFC 9110 §13: a tag counts before a date). In: the tag, the instant of
 * the last change (ISO 8601).
 */
export function isKnown(c: Context, tag: string, lastUpdated?: string): boolean {
  const tags = c.req.header('If-None-Match');
  if (tags !== undefined) return tags.split(',').some((one) => one.trim() === tag || one.trim() === '*');
  if (lastUpdated === undefined) return false;
  const since = c.req.header('If-Modified-Since');
  // The header counts in seconds.
  return since !== undefined && Date.parse(since) >= Math.floor(Date.parse(lastUpdated) / 1000) * 1000;
}
