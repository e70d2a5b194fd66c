import { cards } from '../../src/modules/credentials/index.js';
import type { Ctx } from '../../src/platform/context.js';
import { makeMember, type TestMember } from '../portals/members.js';

/** The smallest picture, as a proof of identity. */
export const PROOF = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export interface Holder extends TestMember {
  readonly card: cards.IssuedCard;
}

/** A member of the CNOM with a CPS in hand. */
export async function holder(ctx: Ctx, rank: number): Promise<Holder> {
  const member = await makeMember(ctx, 'CNOM', rank);
  const named = { idNat: member.idNat, givenName: 'Camille', familyName: 'Portail' };
  const card = await cards.issueCard(ctx, { holder: { ...named, title: 'Médecin' }, type: 'CPS' });
  return { ...member, card };
}

/** What the card of that number is worth now. */
export const standing = async (ctx: Ctx, number: string): Promise<cards.CardStanding> =>
  (await cards.heldCard(ctx, number)).standing;
