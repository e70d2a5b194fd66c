import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { statement } from '../../../../platform/db/statement.js';
import { emit } from '../../../../platform/events.js';
import { recordCertificates } from '../../ca/register.js';
import { giveIdentifier } from '../../contactless/give-identifier.js';
import { renewalDue } from '../events.js';
import type { ChipContent } from '../rules/chip-objects.js';
import { validUntil } from '../rules/generations.js';
import { CARD_KINDS, type CardType } from '../rules/kinds.js';
import type { HolderNames } from '../store.js';
import type { Chip } from './make-chip.js';

export interface NewCard {
  readonly chip: Chip;
  readonly type: CardType;
  readonly idNat: string;
  readonly names: HolderNames;
  readonly nominative: boolean;
  readonly profession: string;
  readonly state: 'sent' | 'active';
  readonly structureId?: string | null;
  readonly orderId?: string;
  readonly replaces?: string | null;
  readonly content: ChipContent;
  /** Of a card that is on its way: the letter tells them a day later. */
  readonly sealedCodes?: string;
}

/** Writes a card with its certificates, which are valid from then on. In the caller's transaction. */
export async function recordCard(ctx: Ctx, card: NewCard): Promise<void> {
  const { chip } = card;
  const { hashes } = chip;
  const at = ctx.clock.now();
  await sql`insert into credentials.cards (number, type, id_nat, state, pin_hash, puk_hash, issued_at, expires_at,
      order_id, holder, nominative, profession, structure_id, generation, replaces, sealed_codes, activated_at,
      content, content_at)
    values (${chip.number}, ${card.type}, ${card.idNat}, ${card.state}, ${hashes.pinHash}, ${hashes.pukHash}, ${at},
      ${validUntil(chip.model, at)}, ${card.orderId ?? null}, ${JSON.stringify(card.names)}::jsonb, ${card.nominative},
      ${card.profession}, ${card.structureId ?? null}, ${chip.model.generation}, ${card.replaces ?? null},
      ${card.sealedCodes ?? null}, ${card.state === 'active' ? at : null},
      ${JSON.stringify(card.content)}::jsonb, ${at})`.execute(ctx.db);
  await giveIdentifier(ctx, {
    ...{ cardNumber: chip.number, technology: chip.model.contactless, conformity: chip.model.conformity },
  });
  const end = validUntil(chip.model, at);
  if (CARD_KINDS[card.type].holder === 'professional') await emit(ctx, [renewalDue(chip.number, end)]);
  await recordCertificates(
    ctx,
    chip.certificates.map(({ made }) => made),
  );
  await nameCertificates(ctx.db, {
    number: chip.number,
    serials: chip.certificates.map(({ made }) => made.serial),
    usages: chip.certificates.map(({ usage }) => usage),
  });
}

const nameCertificates = statement<
  { number: string; serials: readonly string[]; usages: readonly string[] },
  never
>(
  'card_certificates',
  (value) => sql`insert into credentials.card_certificates (serial, card_number, usage)
    select serial, ${value('number')}, usage
    from unnest(${value('serials')}::text[], ${value('usages')}::text[]) c (serial, usage)`,
);
