import type { MiddlewareHandler } from 'hono';
import type { Config } from '../../platform/config.js';
import { Refusal } from '../../platform/errors.js';
import { callerAddress, type Env } from '../../platform/http/request.js';
import { sameText } from '../../platform/secrets.js';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1', 'unknown']);

/**
 * The control API answers loopback callers only, and no browser page of another site; with SANDBOX_API_KEY it
 * answers whoever shows that key as a bearer.
 */
export function sandboxGuard(config: Config): MiddlewareHandler<Env> {
  return async (c, next) => {
    const key = config.sandboxApiKey;
    const shown = c.req.header('authorization')?.replace(/^Bearer /, '') ?? '';
    const keyed = key !== undefined && sameText(shown, key);
    const origin = c.req.header('origin');
    const local =
      key === undefined &&
      LOOPBACK.has(callerAddress(c)) &&
      (origin === undefined || origin === config.origin) &&
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
