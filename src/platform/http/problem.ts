import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Refusal } from '../errors.js';

/** The members of a problem document (RFC 9457): stable `code`, one entry per faulty field. */
export function problemBody(refusal: Refusal, correlation: string): Record<string, unknown> {
  return {
    type: `urn:esculape:problem:${refusal.code}`,
    title: refusal.message,
    status: refusal.status,
    code: refusal.code,
    ...(refusal.fields.length > 0 && { errors: refusal.fields }),
    ...refusal.data,
    correlation,
  };
}

/** A refusal as `application/problem+json` (RFC 9457): stable `code`, one entry per faulty field. */
export function problem(c: Context, refusal: Refusal, correlation: string): Response {
  const wait = refusal.data.retryAfterSeconds;
  if (typeof wait === 'number') c.header('Retry-After', String(wait));
  return c.body(JSON.stringify(problemBody(refusal, correlation)), refusal.status as ContentfulStatusCode, {
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
  });
}
