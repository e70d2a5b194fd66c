import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { acceptsWeak, type MeansPolicy, STRONG_ACR, WEAK_ACR } from '../rules/means.js';

/** The level that services ask for (référentiel Pro Santé Connect, acr_values). */
export const ACR = STRONG_ACR;

/**
 * Applies the service's own policy to `acr_values`: strict refuses anything but eidas1, tolerant signs in at eidas1 and
 * says so in the log. A service that accepts a weaker means may name its level too.
 * @throws InvalidRequest, sent back to the service
 */
export function checkAcrValues(ctx: Ctx, koa: KoaContextWithOIDC): void {
  const asked = koa.oidc.params?.acr_values;
  const client = koa.oidc.client;
  if (typeof asked !== 'string' || asked === '' || asked === ACR || !client) return;
  const weakToo = acceptsWeak(client.metadata().means_policy as MeansPolicy, today(ctx.clock));
  const known: string[] = weakToo ? [STRONG_ACR, WEAK_ACR] : [STRONG_ACR];
  if (weakToo && asked.split(' ').every((value) => known.includes(value))) return;
  if (client.metadata().acr_policy === 'strict') {
    throw new errors.InvalidRequest(`acr_values must be ${known.join(' or ')}`);
  }
  ctx.log.warn({ clientId: client.clientId, asked, given: ACR }, 'acr_values ignored for a tolerant service');
}
