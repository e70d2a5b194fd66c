import { errors } from 'oidc-provider';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { type Service, service } from '../queries/service.js';
import { bothAgree, takesSignIn } from '../rules/token-exchange.js';
import type { SubjectToken } from './exchange.js';

/**
 * The service for which a token is asked. @throws InvalidTarget, the same for one that is unknown, did not agree, or does
 * not take who signed in so: nobody learns who agreed with whom.
 */
export async function targetOf(
  ctx: Ctx,
  asker: string,
  audience: string,
  { extra }: Pick<SubjectToken, 'extra'>,
): Promise<Service> {
  const [from, target] = [await service(ctx, asker), await service(ctx, audience)];
  if (!from || !target || !bothAgree(from, target) || !takesSignIn(target, extra ?? {}, today(ctx.clock)))
    throw new errors.InvalidTarget('no exchange towards this audience');
  return target;
}
