import type { Context } from 'hono';
import { accessErrors, currentUser, requireAct, type User } from '../../modules/access/index.js';
import { cards } from '../../modules/credentials/index.js';
import { contracts, coveredStructures, type Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import { requireCardOrEcps } from '../signed-in-by-psc.js';

/** Who orders, and for which structures. */
export interface Own {
  readonly user: User;
  /** His idNat; in the sandbox, where a role was lent to nobody in particular, `sandbox`. */
  readonly by: string;
  /** The structure of the role first, then those that it answers for. */
  readonly covered: readonly Structure[];
  readonly contract: contracts.Contract | undefined;
}

/** @throws Refusal 401, 403: another role, or a session that was opened by neither a card nor an e-CPS */
export async function own(c: Context<Env>): Promise<Own> {
  const [scope = ''] = currentUser(c)?.scope ?? [];
  const user = await requireAct(c, 'structure-card.manage', { scope });
  await requireCardOrEcps(c, 'TOM');
  const covered = await coveredStructures(c.get('ctx'), scope);
  if (covered.length === 0) throw accessErrors.notAllowed('no such structure');
  const contract = await contracts.activeContract(c.get('ctx'), scope);
  return { user, by: user.idNat ?? 'sandbox', covered, contract };
}

/** Every card of these structures. */
export const ownCards = (c: Context<Env>, { covered }: Own): Promise<cards.HeldCard[]> =>
  cards.cardsOf(c.get('ctx'), { structures: covered.map(({ id }) => id) });

/** Every order of these structures. */
export const ownOrders = (c: Context<Env>, { covered }: Own): Promise<cards.CardOrder[]> =>
  cards.ordersOf(c.get('ctx'), { structures: covered.map(({ id }) => id) });
