import { type Ctx, transaction } from '../../../../platform/context.js';
import type { CardUsage, ChipKeys } from '../../ca/issue.js';
import { errors } from '../errors.js';
import { issued } from '../events.js';
import { chipContent } from '../queries/chip-content.js';
import type { Holder } from '../rules/content.js';
import { CARD_KINDS, type CardType, kindsFor } from '../rules/kinds.js';
import { lockHolder } from '../store.js';
import { type CardCodes, makeChip } from './make-chip.js';
import { opposeCurrent } from './oppose-card.js';
import { recordCard } from './record-card.js';

/** A virtual card, told once: the chip as two PKCS#12 files, and the letter with the two codes. */
export interface IssuedCard extends CardCodes {
  readonly number: string;
  readonly type: CardType;
  readonly pkcs12: Buffer;
  /** The key to sign documents with, as another file. */
  readonly signature: Buffer;
  /** Opens both files; it has nothing to do with the code of the card. */
  readonly password: string;
  /** Both keys (PKCS#8) with their certificates (DER), for a reader that takes no files. */
  readonly keys: readonly {
    readonly usage: CardUsage;
    readonly key: Buffer;
    readonly certificate: Buffer;
  }[];
}

/**
 * Makes a card for a person at once, without an order: in a sandbox. One of a type for each exercise: the former one is
 * opposed as replaced.
 * @throws errors.wrongKind when such a person cannot hold such a card
 */
export async function issueCard(
  ctx: Ctx,
  order: {
    type?: CardType | undefined;
    holder: Holder;
    nominative?: boolean | undefined;
    /** Made beforehand, when there are. */
    keys?: ChipKeys | undefined;
  },
): Promise<IssuedCard> {
  const { holder } = order;
  const allowed = kindsFor(holder.idNat);
  const type = order.type ?? allowed[0] ?? 'CPE';
  if (!allowed.includes(type)) throw errors.wrongKind(allowed);
  const { idNat, givenName, familyName } = holder;
  const profession = CARD_KINDS[type].holder === 'professional' ? String(holder.profession ?? '') : '';
  const [chip, content] = await Promise.all([
    makeChip(ctx, type, holder, order.keys),
    chipContent(ctx, { idNat, profession }),
  ]);
  const card = { type, idNat, profession, number: chip.number };
  await transaction(ctx, async (tx) => {
    await lockHolder(tx, idNat);
    await opposeCurrent(tx, card);
    const names = { givenName, familyName };
    const nominative = order.nominative ?? true;
    const data = { number: chip.number, type: CARD_KINDS[type].label };
    await recordCard(
      tx,
      { ...card, chip, content, names, nominative, state: 'active' },
      { act: 'credentials.issue-card', subject: idNat, outcome: 'done', data },
      (count) => [issued(card, count, type)],
    );
  });
  const { number, pkcs12, signature, password, pin, puk } = chip;
  const keys = chip.certificates.map(({ usage, made: { key, certificate } }) => ({
    usage,
    key,
    certificate,
  }));
  return { number, type, pkcs12, signature, password, pin, puk, keys };
}
