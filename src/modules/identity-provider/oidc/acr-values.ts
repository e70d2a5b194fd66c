import { type ClaimsParameter, type ClaimsParameterMember, type Client, errors } from 'oidc-provider';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { acceptsWeak, type MeansPolicy, STRONG_ACR, WEAK_ACR } from '../rules/means.js';

/** The level that services ask for (référentiel Pro Santé Connect, acr_values). */
export const ACR = STRONG_ACR;

/**
 * Applies the service's own policy to `acr_values`: strict refuses anything but eidas1, tolerant signs in at eidas1 and
 * says so in the log. A service that accepts a weaker means may name its level too. In: what the service asked.
 * @throws InvalidRequest, sent back to the service
 */
export function checkAcrValues(ctx: Ctx, client: Client, asked = ''): void {
  if (asked === '' || asked === ACR) return;
  const known = levelsOf(ctx, client);
  if (known.length > 1 && asked.split(' ').every((value) => known.includes(value))) return;
  if (client.metadata().acr_policy === 'strict') {
    throw new errors.InvalidRequest(`acr_values must be ${known.join(' or ')}`);
  }
  ctx.log.warn({ clientId: client.clientId, asked, given: ACR }, 'acr_values ignored for a tolerant service');
}

/**
 * An essential level that no sign-in reaches would ask the person to sign in without end (OpenID Connect Core §5.5.1.1). In:
 * what the parameter `claims` says. @throws UnmetAuthenticationRequirements, sent back to the service
 */
export function checkEssentialLevel(ctx: Ctx, client: Client, claims: ClaimsParameter): void {
  const { essential, value, values }: ClaimsParameterMember = claims.id_token?.acr ?? {};
  if (!essential) return;
  const known = levelsOf(ctx, client);
  const noneOf = Array.isArray(values) && !values.some((one) => known.includes(one));
  if (noneOf || (value !== undefined && !known.includes(value)))
    throw new errors.UnmetAuthenticationRequirements(`acr can be ${known.join(' or ')}`);
}

/** The levels that a sign-in to a service may reach today. */
const levelsOf = (ctx: Ctx, client: Client): string[] =>
  acceptsWeak(client.metadata().means_policy as MeansPolicy, today(ctx.clock))
    ? [STRONG_ACR, WEAK_ACR]
    : [STRONG_ACR];
