import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';

/** The only level that may be asked for (référentiel Pro Santé Connect, acr_values). */
export const ACR = 'eidas1';

/**
 * Applies the service's own policy to `acr_values`: strict refuses anything but eidas1, tolerant signs in at eidas1 and
 * says so in the log. @throws InvalidRequest, sent back to the service
 */
export function checkAcrValues(ctx: Ctx, koa: KoaContextWithOIDC): void {
  const asked = koa.oidc.params?.acr_values;
  const client = koa.oidc.client;
  if (typeof asked !== 'string' || asked === '' || asked === ACR || !client) return;
  if (client.metadata().acr_policy === 'strict') {
    throw new errors.InvalidRequest(`acr_values must be ${ACR}`);
  }
  ctx.log.warn({ clientId: client.clientId, asked, given: ACR }, 'acr_values ignored for a tolerant service');
}
