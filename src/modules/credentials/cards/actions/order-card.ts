import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { today } from '../../../../platform/clock.js';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { affected, one } from '../../../../platform/db/connection.js';
import { emit } from '../../../../platform/events.js';
import { journal } from '../../../../platform/journal.js';
import { isStaffNumber } from '../../../nomenclatures/index.js';
import { bearsFamilyName, enterStaff } from '../../../registry/index.js';
import type { Address } from '../../../structures/index.js';
import { errors } from '../errors.js';
import { cardOrdered } from '../events.js';
import { writeStep } from '../order-store.js';
import { type KnownHolder, knownHolders, UNKNOWN } from '../queries/holder-facts.js';
import { type KnownStructure, structureFacts } from '../queries/structure-facts.js';
import { cardRefusal, type OrderVia } from '../rules/eligibility.js';
import { CARD_KINDS, type CardType } from '../rules/kinds.js';
import { staffNumber } from '../rules/staff-number.js';
import { isNameOnCard } from '../rules/typed-name.js';
import { whoGetsWhich } from '../rules/who-gets-which.js';
import { type HolderNames, lockHolder } from '../store.js';

/** Whom a card is for: somebody of the register by his identifier alone, anybody else by name. */
export interface OrderHolder {
  readonly idNat?: string | undefined;
  readonly givenName?: string | undefined;
  /** Of a card in the name of a service: the name of the service. */
  readonly familyName?: string | undefined;
}

export interface CardOrderRequest {
  readonly type: CardType;
  readonly holder: OrderHolder;
  /** False for the card of a service (CPE only). */
  readonly nominative?: boolean;
  /** Technical id of the employer: everything but CPS and CPF. */
  readonly structureId?: string | undefined;
  /** idNat of whoever orders, or `system`. */
  readonly orderedBy: string;
  readonly via: OrderVia;
  /** Of a card of staff; the address of the structure when left out. A professional's goes where his authority says. */
  readonly deliverTo?: Address | undefined;
  /** The number of the card whose place it takes. */
  readonly replaces?: string | undefined;
}

/**
 * Orders a card, under the rules of the day; it is then made and sent by itself. Journaled, also when refused.
 * @throws errors.notForThem with the reason, noName, notAName, notOfStaff, otherName, alreadyOrdered, alreadyHeld
 */
export async function orderCard(ctx: Ctx, request: CardOrderRequest): Promise<{ orderId: string }> {
  const known = await holderOf(ctx, request);
  const place = request.structureId
    ? await structureFacts(ctx, request.structureId, request.orderedBy)
    : undefined;
  const wanted = { nominative: true, ...request, holder: known?.facts ?? UNKNOWN, structure: place?.facts };
  const why = cardRefusal(wanted, today(ctx.clock));
  if (why) {
    const about = { subject: request.holder.idNat ?? request.orderedBy, reason: why };
    await journal(ctx, { act: 'credentials.order-card', ...about, outcome: 'refused' });
    throw errors.notForThem(why);
  }
  return transaction(ctx, (tx) => write(tx, request, known, place));
}

/** The exercise that gives the right to the type of card asked for; else one that gives another right, else any. */
async function holderOf(
  ctx: Ctx,
  { type, holder }: Pick<CardOrderRequest, 'type' | 'holder'>,
): Promise<KnownHolder | undefined> {
  const found = holder.idNat ? ((await knownHolders(ctx, [holder.idNat])).get(holder.idNat) ?? []) : [];
  const cardOf = ({ facts }: KnownHolder) => whoGetsWhich(facts, today(ctx.clock)).card;
  return found.find((one) => cardOf(one) === type) ?? found.find(cardOf) ?? found[0];
}

async function write(
  ctx: Ctx,
  request: CardOrderRequest,
  known: KnownHolder | undefined,
  place: KnownStructure | undefined,
): Promise<{ orderId: string }> {
  const { type, replaces, orderedBy, via, nominative = true } = request;
  const own = CARD_KINDS[type].holder === 'professional';
  const names = namesOf(request, known);
  const idNat = (own && known?.person.idNat) || (await staffIdNat(ctx, request, known, place));
  requireSamePerson(request, known);
  const profession = own ? (known?.facts.profession ?? '') : '';
  await lockHolder(ctx, idNat);
  if (!replaces && (await holds(ctx, { idNat, type, profession }))) throw errors.alreadyHeld();
  const [orderId, now] = [randomUUID(), ctx.clock.now()];
  const to = own ? known?.person.correspondence?.address : (request.deliverTo ?? place?.structure.address);
  const added = await affected(
    ctx.db,
    sql`insert into credentials.card_orders (id, type, id_nat, holder, nominative, profession, structure_id, ordered_by,
        via, state, deliver_to, replaces, ordered_at)
      values (${orderId}, ${type}, ${idNat}, ${JSON.stringify(names)}::jsonb, ${nominative}, ${profession},
        ${request.structureId ?? null}, ${orderedBy}, ${via}, 'ordered', ${to ? JSON.stringify(to) : null}::jsonb,
        ${replaces ?? null}, ${now}) on conflict do nothing`,
  );
  if (added === 0) throw errors.alreadyOrdered();
  await writeStep(ctx, orderId, 'ordered', via);
  if (!own && nominative && request.structureId)
    await enterStaff(ctx, { idNat, ...names, structureId: request.structureId, entry: orderId });
  await emit(ctx, [cardOrdered({ orderId, idNat, type })]);
  const data = { order: orderId, type, via };
  await journal(ctx, { act: 'credentials.order-card', subject: idNat, outcome: 'done', data });
  return { orderId };
}

function namesOf(
  { holder, nominative = true }: CardOrderRequest,
  known: KnownHolder | undefined,
): HolderNames {
  const civil = known?.person.civilStatus;
  const givenName = known?.exercise?.givenName ?? civil?.givenNames[0] ?? holder.givenName?.trim() ?? '';
  const familyName = known?.exercise?.name ?? civil?.birthName ?? holder.familyName?.trim() ?? '';
  if (!familyName || (nominative && !givenName)) throw errors.noName();
  const typed = known ? [] : [familyName, givenName].filter(Boolean);
  if (!typed.every((name) => isNameOnCard(name, nominative))) throw errors.notAName();
  return { givenName, familyName };
}

/** A slip of one digit would give the card of an employee to somebody else. A card that follows another is for the same person. */
function requireSamePerson({ holder, replaces }: CardOrderRequest, known: KnownHolder | undefined): void {
  if (!known || !holder.familyName || replaces) return;
  if (!bearsFamilyName(known.person, holder.familyName)) throw errors.otherName();
}

async function holds(
  ctx: Ctx,
  card: { idNat: string; type: CardType; profession: string },
): Promise<boolean> {
  const found = await one(
    ctx.db,
    sql`select from credentials.cards where id_nat = ${card.idNat} and type = ${card.type}
      and profession = ${card.profession} and state in ('sent', 'active', 'blocked')
      and expires_at > ${ctx.clock.now()} limit 1`,
  );
  return found !== undefined;
}

/**
 * The number by which a structure knows the bearer: the one he has there, else the next of its register. A number that is
 * typed must be somebody's, and one of staff that of staff of this structure: its card would make its bearer pass for another.
 */
async function staffIdNat(
  ctx: Ctx,
  { holder: { idNat = '' }, replaces }: CardOrderRequest,
  known: KnownHolder | undefined,
  place: KnownStructure | undefined,
): Promise<string> {
  const structure = place?.structure;
  const here = replaces !== undefined || (await isStaffOf(ctx, idNat, known, structure?.id ?? ''));
  if (idNat && !here && (!known || isStaffNumber(idNat))) throw errors.notOfStaff();
  if (isStaffNumber(idNat)) return idNat;
  const drawn = await one(
    ctx.db,
    sql<{ last: number }>`insert into credentials.staff_registers as r (structure_id, last)
      values (${structure?.id}, 1) on conflict (structure_id) do update set last = r.last + 1 returning last`,
  );
  const test = ctx.config.profile === 'sandbox';
  const number = staffNumber(structure?.nationalId ?? '', drawn?.last ?? 0, test);
  if (!number) throw errors.notForThem('wrong-structure');
  return number;
}

/** Whether somebody works in the structure, by the register or by a card that was ordered there. */
async function isStaffOf(
  ctx: Ctx,
  idNat: string,
  known: KnownHolder | undefined,
  structureId: string,
): Promise<boolean> {
  const places = known?.person.exercises.flatMap(({ activities }) => activities) ?? [];
  if (places.some(({ structure }) => structure === structureId)) return true;
  const ordered = await one(
    ctx.db,
    sql`select from credentials.card_orders where id_nat = ${idNat} and structure_id = ${structureId} limit 1`,
  );
  return ordered !== undefined;
}
