import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { acceptsWeak, type MeansPolicy, STRONG_ACR, WEAK_ACR } from '../rules/means.js';

/** The level that services ask for (référentiel Pro Santé Connect, acr_values). */
export const ACR = STRONG_ACR;

/**
 * Applies the service's own policy to `acr_values`: strict refuses anything but eidas1, tolerant signs in at eidas1 and
 * says so in the log. A service that accepts a weaker means may name its level too.
 * @throws InvalidRequest, and UnmetAuthenticationRequirements for an essential level that nothing here gives, sent back to
 * the service
 */
export function checkAcrValues(ctx: Ctx, koa: KoaContextWithOIDC): void {
  const asked = koa.oidc.params?.acr_values;
  const { client, claims } = koa.oidc;
  if (!client) return;
  const essential = (claims?.id_token as { acr?: EssentialAcr | null } | undefined)?.acr;
  if (!essential?.essential && (typeof asked !== 'string' || asked === '' || asked === ACR)) return;
  const weakToo = acceptsWeak(client.metadata().means_policy as MeansPolicy, today(ctx.clock));
  const known: string[] = weakToo ? [STRONG_ACR, WEAK_ACR] : [STRONG_ACR];
  assertReachable(essential ?? {}, known);
  if (typeof asked !== 'string' || asked === '' || asked === ACR) return;
  if (weakToo && asked.split(' ').every((value) => known.includes(value))) return;
  if (client.metadata().acr_policy === 'strict') {
    throw new errors.InvalidRequest(`acr_values must be ${known.join(' or ')}`);
  }
  ctx.log.warn({ clientId: client.clientId, asked, given: ACR }, 'acr_values ignored for a tolerant service');
}

interface EssentialAcr {
  readonly essential?: boolean;
  readonly value?: unknown;
  readonly values?: unknown;
}

/** An essential level that no sign-in reaches would ask the person to sign in without end (OpenID Connect Core §5.5.1.1). */
function assertReachable({ essential, value, values }: EssentialAcr, known: readonly unknown[]): void {
  if (!essential) return;
  const noneOf = Array.isArray(values) && !values.some((one) => known.includes(one));
  if (noneOf || (value !== undefined && !known.includes(value)))
    throw new errors.UnmetAuthenticationRequirements(`acr can be ${known.join(' or ')}`);
}
