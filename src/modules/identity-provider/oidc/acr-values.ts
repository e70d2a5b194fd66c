import { errors, type KoaContextWithOIDC } from 'oidc-provider';
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
export function checkAcrValues(ctx: Ctx, koa: KoaContextWithOIDC, asked = ''): void {
  const { client } = koa.oidc;
  if (!client || asked === '' || asked === ACR) return;
  const known = levelsOf(ctx, client);
  if (known.length > 1 && asked.split(' ').every((value) => known.includes(value))) return;
  if (client.metadata().acr_policy === 'strict') {
    throw new errors.InvalidRequest(`acr_values must be ${known.join(' or ')}`);
  }
  ctx.log.warn({ clientId: client.clientId, asked, given: ACR }, 'acr_values ignored for a tolerant service');
}

/**
 * An essential level that no sign-in reaches would ask the person to sign in without end (OpenID Connect Core §5.5.1.1). In:
 * the parameter `claims`, whose form the engine has looked at. @throws UnmetAuthenticationRequirements, sent back to the service
 */
export function checkEssentialLevel(ctx: Ctx, koa: KoaContextWithOIDC, claims = '{}'): void {
  const { client } = koa.oidc;
  const { id_token: asked } = JSON.parse(claims) as { id_token?: { acr?: EssentialAcr | null } };
  const { essential, value, values } = asked?.acr ?? {};
  if (!client || !essential) return;
  const known: readonly unknown[] = levelsOf(ctx, client);
  const noneOf = Array.isArray(values) && !values.some((one) => known.includes(one));
  if (noneOf || (value !== undefined && !known.includes(value)))
    throw new errors.UnmetAuthenticationRequirements(`acr can be ${known.join(' or ')}`);
}

interface EssentialAcr {
  readonly essential?: boolean;
  readonly value?: unknown;
  readonly values?: unknown;
}

/** The levels that a sign-in to a service may reach today. */
const levelsOf = (ctx: Ctx, client: Client): string[] =>
  acceptsWeak(client.metadata().means_policy as MeansPolicy, today(ctx.clock))
    ? [STRONG_ACR, WEAK_ACR]
    : [STRONG_ACR];

type Client = NonNullable<KoaContextWithOIDC['oidc']['client']>;
