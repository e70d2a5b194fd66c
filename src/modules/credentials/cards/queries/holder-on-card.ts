import type { Ctx } from '../../../../platform/context.js';
import { profession } from '../../../nomenclatures/index.js';
import { structuresById } from '../../../structures/index.js';
import type { OrderRow } from '../order-store.js';
import type { Holder } from '../rules/content.js';
import { CARD_KINDS } from '../rules/kinds.js';
import { knownHolders } from './holder-facts.js';
import { holderStructure } from './structure-facts.js';

/** The holder of an ordered card as its certificates say him, read when the card is made. */
export async function holderOnCard(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  order: Pick<OrderRow, 'type' | 'idNat' | 'holder' | 'profession' | 'structureId'>,
): Promise<Holder> {
  const { idNat, structureId, profession: code } = order;
  const place = structureId ? (await structuresById(ctx, [structureId])).get(structureId) : undefined;
  const known = (await knownHolders(ctx, [idNat])).get(idNat) ?? [];
  const { exercise } = known.find(({ facts }) => facts.profession === code) ?? known[0] ?? {};
  const own = CARD_KINDS[order.type].holder === 'professional';
  return {
    idNat,
    givenName: (own && exercise?.givenName) || order.holder.givenName,
    familyName: (own && exercise?.name) || order.holder.familyName,
    title: profession(code, exercise?.category)?.label ?? 'Professionnel de santé',
    profession: /^\d{1,2}$/.test(code) ? Number(code) : undefined,
    structure: place && holderStructure(place),
  };
}
