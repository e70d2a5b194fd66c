import type { Context, MiddlewareHandler } from 'hono';
import type { Ctx } from '../../../platform/context.js';
import type { Env } from '../../../platform/http/request.js';
import { gateOf } from '../keys/gate.js';
import { FhirRefusal } from './refusal.js';

/** The header of the national API. */
export const KEY_HEADER = 'ESANTE-API-KEY';

/** The key that everybody knows, in a sandbox. It has no quota. */
const SANDBOX_KEY = 'sandbox';

/**
 * Lets a request in by its key, and counts it.
 * @throws FhirRefusal 401 without a key that is known and holds, 403 closed application, 429 quota of the minute used up
 */
export async function authorised(ctx: Ctx, key: string | undefined): Promise<void> {
  if (key === undefined || key === '')
    throw new FhirRefusal(401, 'login', `Send your key in the header ${KEY_HEADER}: ${WHERE}.`);
  if (ctx.config.profile === 'sandbox' && key === SANDBOX_KEY) return;
  const gate = gateOf(ctx);
  const known = await gate.find(key);
  if (!known)
    throw new FhirRefusal(401, 'login', `This key is not known: check the header ${KEY_HEADER}; ${WHERE}.`);
  if (known.endsAt && known.endsAt <= ctx.clock.now())
    throw new FhirRefusal(401, 'login', `This key has ended: use the one that followed it; ${WHERE}.`);
  if (known.closed)
    throw new FhirRefusal(403, 'forbidden', `This application was closed by the operator; ${WHERE}.`);
  const wait = await gate.meter.take(known.application, known.eachMinute);
  if (wait > 0)
    throw new FhirRefusal(
      429,
      'throttled',
      `The ${known.eachMinute} calls of this minute are used up: come back in ${wait} s, ask for larger pages (_count), or take the files.`,
      { 'Retry-After': String(wait) },
    );
}

const WHERE = 'keys are made at /annuaire/cles';

/** Whose key came with a request that was let in: an application, or the sandbox. */
export async function ownerOf(c: Context<Env>): Promise<string> {
  const known = await gateOf(c.get('ctx')).find(c.req.header(KEY_HEADER) ?? '');
  return known?.application ?? SANDBOX_KEY;
}

/** Every request but that of the capability statement brings a key. */
export const authorise: MiddlewareHandler<Env> = async (c, next) => {
  await authorised(c.get('ctx'), c.req.header(KEY_HEADER));
  await next();
};
