import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { statement } from '../../../../platform/db/statement.js';
import { type Event, emit } from '../../../../platform/events.js';
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

/**
 * Writes a card with its certificates, which are valid from then on, and says so. In the caller's transaction. @param told
 * what happened, by how many cards the person has had
 */
export async function recordCard(
  ctx: Ctx,
  card: NewCard,
  told: (count: number) => readonly Event[],
): Promise<void> {
  const { chip } = card;
  const { number, model, certificates } = chip;
  const end = validUntil(model, ctx.clock.now());
  const count = await writeCard(ctx, card, end);
  const { contactless: technology, conformity } = model;
  await giveIdentifier(ctx, { cardNumber: number, technology, conformity });
  await recordCertificates(
    ctx,
    certificates.map(({ made }) => made),
  );
  await nameCertificates(ctx.db, {
    number,
    serials: certificates.map(({ made }) => made.serial),
    usages: certificates.map(({ usage }) => usage),
  });
  const ofProfessional = CARD_KINDS[card.type].holder === 'professional';
  await emit(ctx, [...(ofProfessional ? [renewalDue(number, end)] : []), ...told(count)]);
}

/** Out: how many cards the person has had, this one too. */
async function writeCard(ctx: Ctx, card: NewCard, end: Date): Promise<number> {
  const { chip } = card;
  const at = ctx.clock.now();
  const { rows } = await insertCard(ctx.db, {
    ...{
      number: chip.number,
      type: card.type,
      idNat: card.idNat,
      state: card.state,
      ...chip.hashes,
      at,
      end,
    },
    ...{ orderId: card.orderId ?? null, holder: JSON.stringify(card.names), nominative: card.nominative },
    ...{ profession: card.profession, structureId: card.structureId ?? null },
    ...{ generation: chip.model.generation, replaces: card.replaces ?? null },
    ...{ sealedCodes: card.sealedCodes ?? null, activatedAt: card.state === 'active' ? at : null },
    content: JSON.stringify(card.content),
  });
  return (rows[0]?.before ?? 0) + 1;
}

type CardValues = {
  [key in 'number' | 'type' | 'idNat' | 'state' | 'pinHash' | 'pukHash' | 'holder' | 'profession']: string;
} & { [key in 'orderId' | 'structureId' | 'replaces' | 'sealedCodes']: string | null } & {
  readonly at: Date;
  readonly end: Date;
  readonly activatedAt: Date | null;
  readonly nominative: boolean;
  readonly generation: string;
  readonly content: string;
};

const insertCard = statement<CardValues, { before: number }>(
  'insert_card',
  (
    value,
  ) => sql`insert into credentials.cards (number, type, id_nat, state, pin_hash, puk_hash, issued_at, expires_at,
      order_id, holder, nominative, profession, structure_id, generation, replaces, sealed_codes, activated_at,
      content, content_at)
    values (${value('number')}, ${value('type')}, ${value('idNat')}, ${value('state')}, ${value('pinHash')},
      ${value('pukHash')}, ${value('at')}, ${value('end')}, ${value('orderId')}, ${value('holder')}::jsonb,
      ${value('nominative')}, ${value('profession')}, ${value('structureId')}, ${value('generation')},
      ${value('replaces')}, ${value('sealedCodes')}, ${value('activatedAt')}, ${value('content')}::jsonb,
      ${value('at')})
    returning (select count(*)::int from credentials.cards c where c.id_nat = cards.id_nat) before`,
);

const nameCertificates = statement<
  { number: string; serials: readonly string[]; usages: readonly string[] },
  never
>(
  'card_certificates',
  (value) => sql`insert into credentials.card_certificates (serial, card_number, usage)
    select serial, ${value('number')}, usage
    from unnest(${value('serials')}::text[], ${value('usages')}::text[]) c (serial, usage)`,
);
