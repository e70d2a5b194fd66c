import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import type { Config } from '../../platform/config.js';
import { Refusal } from '../../platform/errors.js';
import { type Env, isLocalCaller } from '../../platform/http/request.js';
import { sameText } from '../../platform/secrets.js';

/**
 * The control API answers local callers only, and no browser page of another site; with SANDBOX_API_KEY it answers
 * whoever shows that key as a bearer.
 */
export function sandboxGuard(config: Config): MiddlewareHandler<Env> {
  return async (c, next) => {
    const key = config.sandboxApiKey;
    const shown = c.req.header('authorization')?.replace(/^Bearer /, '') ?? '';
    const keyed = key !== undefined && sameText(shown, key);
    const origin = c.req.header('origin');
    const local =
      key === undefined &&
      isLocalCaller(c) &&
      isOwnName(config, c.req.header('host')) &&
      (origin === undefined || config.origins.includes(origin)) &&
      c.req.header('sec-fetch-site') !== 'cross-site';
    if (!keyed && !local) {
      throw new Refusal({
        code: 'sandbox.local-only',
        status: 403,
        message: 'Cette interface ne répond qu’à la machine locale, ou avec la clé du bac à sable.',
      });
    }
    await next();
  };
}

/**
 * Refuses a name that is not ours: a page of another site whose name was made to point here (DNS rebinding) could
 * read the answers as its own. An address in digits cannot be made to point elsewhere.
 */
export function ownNameOnly(config: Config): MiddlewareHandler<Env> {
  return async (c, next) => {
    if (!isOwnName(config, c.req.header('host')))
      throw new Refusal({
        code: 'sandbox.foreign-name',
        status: 421,
        message: 'Le bac à sable ne répond pas sous ce nom.',
      });
    await next();
  };
}

function isOwnName(config: Config, host: string | undefined): boolean {
  const name = URL.parse(`http://${host ?? ''}`)?.hostname ?? '';
  const ours = new URL(config.origin).hostname;
  return [ours, 'localhost'].includes(name) || isIP(name.replace(/^\[|\]$/g, '')) !== 0;
}
