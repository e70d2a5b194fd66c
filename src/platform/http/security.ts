import type { Context, MiddlewareHandler } from 'hono';
import { Refusal } from '../errors.js';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];

/**
 * Response headers of every page. `formTargets` lists foreign origins to which a form of this page may lead:
 * Chromium applies form-action to the redirects that follow a submission.
 */
export function contentSecurityPolicy(formTargets: readonly string[] = []): string {
  return [...POLICY, `form-action ${["'self'", ...formTargets].join(' ')}`].join('; ');
}

/** Browsers come back by TLS alone for a year. */
export const TRANSPORT_SECURITY = 'max-age=31536000; includeSubDomains';

/** The security headers of every answer, for handlers that write their own. In: whether browsers come by TLS alone. */
export const safeHeaders = (secure: boolean): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': contentSecurityPolicy(),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  ...(secure && { 'Strict-Transport-Security': TRANSPORT_SECURITY }),
});

/** Sets the security headers that a handler did not set itself. */
export function securityHeaders(secure: boolean): MiddlewareHandler {
  const safe = Object.entries(safeHeaders(secure));
  return async (c, next) => {
    await next();
    for (const [name, value] of safe) if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  };
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether another site started a request: the Origin header, or Sec-Fetch-Site where there is none, does not speak for
 * one of `origins`. Requests without either come from programs, which carry no cookie of ours on their own.
 */
export function isFromElsewhere(c: Context, origins: readonly string[]): boolean {
  const from = c.req.header('Origin');
  const site = c.req.header('Sec-Fetch-Site');
  if (from === undefined) return site !== undefined && site !== 'same-origin';
  return from === 'null' ? site !== 'same-origin' : !origins.includes(from);
}

/** A page of any site may open a WebSocket here and read what it says, whatever its method says. */
const isHarmless = ({ req }: Context): boolean =>
  SAFE.has(req.method) && req.header('Upgrade')?.toLowerCase() !== 'websocket';

/** Refuses a state-changing browser request, or a WebSocket, that another site started (CSRF). */
export function sameOriginOnly(origins: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    if (!isHarmless(c) && isFromElsewhere(c, origins))
      throw new Refusal({
        code: 'foreign-origin',
        status: 403,
        message: 'Cette demande ne vient pas de ce site.',
      });
    await next();
  };
}
