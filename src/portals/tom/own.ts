import type { Context } from 'hono';
import { accessErrors, currentUser, requireAct, type User } from '../../modules/access/index.js';
import { cards } from '../../modules/credentials/index.js';
import { otherMeans } from '../../modules/identity-provider/index.js';
import { contracts, coveredStructures, type Structure } from '../../modules/structures/index.js';
import { Refusal } from '../../platform/errors.js';
import type { Env } from '../../platform/http/request.js';
import { openedBy } from '../signed-in-by-psc.js';

/** The means that open TOM: the card of the mandataire or his e-CPS, as Pro Santé Connect names them. */
const MEANS: readonly string[] = ['CARD', 'MOBILE', otherMeans.BY_SANDBOX];

/** Who orders, and for which structures. */
export interface Own {
  readonly user: User;
  /** His idNat; in the sandbox, where a role was lent to nobody in particular, `sandbox`. */
  readonly by: string;
  /** The structure of the role first, then those that it answers for. */
  readonly covered: readonly Structure[];
  readonly contract: contracts.Contract | undefined;
}

const otherMeansUsed = () =>
  new Refusal({
    code: 'tom.other-means',
    status: 403,
    message: 'TOM s’ouvre avec votre carte ou votre e-CPS. Reconnectez-vous avec l’une des deux.',
  });

/** @throws Refusal 401, 403: another role, or a session that was opened by neither a card nor an e-CPS */
export async function own(c: Context<Env>): Promise<Own> {
  const [scope = ''] = currentUser(c)?.scope ?? [];
  const user = await requireAct(c, 'structure-card.manage', { scope });
  if (!MEANS.includes(await openedBy(c))) throw otherMeansUsed();
  const covered = await coveredStructures(c.get('ctx'), scope);
  if (covered.length === 0) throw accessErrors.notAllowed('no such structure');
  const contract = await contracts.activeContract(c.get('ctx'), scope);
  return { user, by: user.idNat ?? 'sandbox', covered, contract };
}

/** Every card of these structures. */
export const ownCards = async (c: Context<Env>, { covered }: Own): Promise<cards.HeldCard[]> =>
  (await Promise.all(covered.map(({ id }) => cards.cardsOf(c.get('ctx'), { structureId: id })))).flat();

/** Every order of these structures. */
export const ownOrders = async (c: Context<Env>, { covered }: Own): Promise<cards.CardOrder[]> =>
  (await Promise.all(covered.map(({ id }) => cards.ordersOf(c.get('ctx'), { structureId: id })))).flat();
