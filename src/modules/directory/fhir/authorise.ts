import type { MiddlewareHandler } from 'hono';
import type { Ctx } from '../../../platform/context.js';
import type { Env } from '../../../platform/http/request.js';
import { sameText } from '../../../platform/secrets.js';
import { FhirRefusal } from './refusal.js';

/** The header of the national API. */
export const KEY_HEADER = 'ESANTE-API-KEY';

/** The key that everybody knows, in a sandbox. */
const SANDBOX_KEY = 'sandbox';

/**
 * Lets a request in by its key.
 * @throws FhirRefusal 401 without a key that is known.
 */
export async function authorised(ctx: Ctx, key: string | undefined): Promise<void> {
  if (key === undefined || key === '')
    throw new FhirRefusal(401, 'login', `Send your key in the header ${KEY_HEADER}.`);
  if (ctx.config.profile === 'sandbox' && sameText(key, SANDBOX_KEY)) return;
  throw new FhirRefusal(401, 'login', `This key is not known: check the header ${KEY_HEADER}.`);
}

/** Every request but that of the capability statement brings a key. */
export const authorise: MiddlewareHandler<Env> = async (c, next) => {
  await authorised(c.get('ctx'), c.req.header(KEY_HEADER));
  await next();
};
