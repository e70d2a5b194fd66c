import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { statement } from '../../../../platform/db/statement.js';
import { type Event, emit } from '../../../../platform/events.js';
import { type JournalEntry, journalLine, journalWords, type NewLine } from '../../../../platform/journal.js';
import type { CardUsage } from '../../ca/issue.js';
import { assertRecorded, type Recording, recording, recordingWords } from '../../ca/register.js';
import { identifierWords, type NewIdentifier, newIdentifier } from '../../contactless/give-identifier.js';
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
 * Writes a card with its certificates, which are valid from then on, says so, and journals the act. In the caller's
 * transaction. @param told what happened, by how many cards the person has had
 */
export async function recordCard(
  ctx: Ctx,
  card: NewCard,
  entry: JournalEntry,
  told: (count: number) => readonly Event[],
): Promise<void> {
  const { number, model, certificates } = card.chip;
  const end = validUntil(model, ctx.clock.now());
  const signed = certificates.map(({ made }) => made);
  const { contactless: technology, conformity } = model;
  const { rows } = await writeCard(ctx.db, {
    ...cardValues(ctx, card, end),
    ...newIdentifier({ cardNumber: number, technology, conformity }),
    ...recording(signed),
    usages: certificates.map(({ usage }) => usage),
    ...journalLine(ctx, entry),
  });
  assertRecorded(signed, rows[0]?.recorded ?? 0);
  const ofProfessional = CARD_KINDS[card.type].holder === 'professional';
  const count = (rows[0]?.before ?? 0) + 1;
  await emit(ctx, [...(ofProfessional ? [renewalDue(number, end)] : []), ...told(count)]);
}

type CardValues = {
  readonly [key in
    | 'number'
    | 'type'
    | 'idNat'
    | 'state'
    | 'pinHash'
    | 'pukHash'
    | 'holder'
    | 'profession']: string;
} & { readonly [key in 'orderId' | 'structureId' | 'replaces' | 'sealedCodes']: string | null } & {
  readonly at: Date;
  readonly end: Date;
  readonly activatedAt: Date | null;
  readonly nominative: boolean;
  readonly generation: string;
  readonly content: string;
};

function cardValues(ctx: Ctx, card: NewCard, end: Date): CardValues {
  const { chip, type, idNat, state, nominative, profession } = card;
  const at = ctx.clock.now();
  return {
    ...{ number: chip.number, type, idNat, state, ...chip.hashes, at, end, nominative, profession },
    ...{ generation: chip.model.generation, activatedAt: state === 'active' ? at : null },
    ...{ holder: JSON.stringify(card.names), content: JSON.stringify(card.content) },
    ...{ orderId: card.orderId ?? null, structureId: card.structureId ?? null },
    ...{ replaces: card.replaces ?? null, sealedCodes: card.sealedCodes ?? null },
  };
}

type Written = CardValues & NewIdentifier & Recording & NewLine & { readonly usages: readonly CardUsage[] };

const cardWords = (value: (key: keyof CardValues) => RawBuilder<unknown>): RawBuilder<never> =>
  sql`insert into credentials.cards (number, type, id_nat, state, pin_hash, puk_hash, issued_at, expires_at, order_id,
      holder, nominative, profession, structure_id, generation, replaces, sealed_codes, activated_at, content, content_at)
    values (${value('number')}, ${value('type')}, ${value('idNat')}, ${value('state')}, ${value('pinHash')},
      ${value('pukHash')}, ${value('at')}, ${value('end')}, ${value('orderId')}, ${value('holder')}::jsonb,
      ${value('nominative')}, ${value('profession')}, ${value('structureId')}, ${value('generation')},
      ${value('replaces')}, ${value('sealedCodes')}, ${value('activatedAt')}, ${value('content')}::jsonb,
      ${value('at')})`;

// All that a card is, by one statement: each by itself would cost as much again for its way there and back. Out: how many
// cards the person had before, and how many certificates were recorded.
const writeCard = statement<Written, { before: number; recorded: number }>(
  'write_card',
  (value) => sql`with card as (${cardWords(value)}), badge as (${identifierWords(value)}),
    recorded as (${recordingWords(value)} returning c.serial),
    named as (insert into credentials.card_certificates (serial, card_number, usage)
      select serial, ${value('number')}, usage
      from unnest(${value('serials')}::text[], ${value('usages')}::text[]) c (serial, usage)),
    told as (${journalWords(value)})
    select (select count(*)::int from credentials.cards c where c.id_nat = ${value('idNat')}) before,
      (select count(*)::int from recorded) recorded`,
);
