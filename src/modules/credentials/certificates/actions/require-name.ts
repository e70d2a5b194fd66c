import type { Ctx } from '../../../../platform/context.js';
import { errors } from '../errors.js';
import { commonNameProblem } from '../rules/common-name.js';
import type { Offer, Usage } from '../rules/offers.js';

/**
 * Refuses a name that a certificate cannot bear, and the hosts of this program: workstations trust its authority, so that
 * whoever had a certificate for them could stand between a person and the sign-in page. @throws errors.commonName
 */
export function requireName(
  ctx: Pick<Ctx, 'config'>,
  { offer, usage, commonName }: { readonly offer: Offer; readonly usage: Usage; readonly commonName: string },
): void {
  const problem = commonNameProblem(offer, usage, commonName);
  if (problem) throw errors.commonName(problem);
  const own = ctx.config.origins.map((origin) => new URL(origin).hostname);
  if (offer === 'SERV' && own.includes(commonName.toLowerCase()))
    throw errors.commonName(
      'Ce nom de domaine est celui d’Esculape : il n’est certifié pour personne d’autre.',
    );
}
