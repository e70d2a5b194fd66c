import { sql } from 'kysely';
import { today } from '../../../../platform/clock.js';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { affected, one } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { contracts } from '../../../structures/index.js';
import type { Asker } from '../../rules/role-matrix.js';
import { errors } from '../errors.js';
import type { Habilitation } from '../habilitation.js';
import { isClient } from '../queries/third-structures.js';
import { type HabilitationKind, KIND_RULES } from '../rules/kinds.js';
import { periodFault } from '../rules/period.js';
import { type HabilitationRow, toHabilitation } from '../store.js';
import { allow } from './allowed.js';

export interface HabilitationGrant {
  readonly kind: HabilitationKind;
  readonly idNat: string;
  readonly name: string;
  /** Technical id. */
  readonly structureId: string;
  /** Civil days; today and without end when left out. */
  readonly from?: string;
  readonly to?: string;
  /** A technical administrator of this third structure, for a client that chose it. */
  readonly via?: string;
  /** An interim direction: beside the legal representative, until a day. */
  readonly interim?: boolean;
  /** Number of the form that asked for it. */
  readonly filing?: string;
}

/**
 * Habilitates somebody for a structure. A new legal representative ends the former one, an interim does not. Everything but
 * the legal representative needs a contract that holds. Journaled. In: what is given, and who gives it.
 * @throws accessErrors.notAllowed, contracts.errors.noContract, errors.field, notClient, alreadyGranted
 */
export async function grant(ctx: Ctx, asked: HabilitationGrant, by: Asker): Promise<Habilitation> {
  const rule = KIND_RULES[asked.kind];
  if (asked.via === undefined) await allow(ctx, by, rule.act, asked.structureId);
  else await allowVia(ctx, by, asked.via, asked);
  const period = { ...asked, from: asked.from ?? today(ctx.clock) };
  const fault = periodFault(period, today(ctx.clock));
  if (fault) throw errors.field(fault.field, fault.message);
  if (!/^[0-9]\S{5,59}$/.test(asked.idNat))
    throw errors.field('idNat', 'Donnez l’identifiant national, chiffre de type compris.');
  if (asked.name.trim() === '') throw errors.field('name', 'Donnez le nom de la personne.');
  if (rule.underContract) await contracts.requireContract(ctx, asked.structureId);
  return transaction(ctx, async (tx) => {
    if (asked.kind === 'legal-representative' && !asked.interim) await endFormer(tx, asked);
    return write(tx, { ...asked, from: period.from });
  });
}

/** A third structure serves only the clients that chose it, and with administrators only. */
async function allowVia(ctx: Ctx, by: Asker, via: string, asked: HabilitationGrant): Promise<void> {
  await allow(ctx, by, 'habilitation.assign-third-admin', via);
  if (asked.kind !== 'technical-admin' || !(await isClient(ctx, asked.structureId, via)))
    throw errors.notClient();
}

/** The legal representative that the new one replaces. */
async function endFormer(ctx: Ctx, { structureId, idNat }: HabilitationGrant): Promise<void> {
  const ended = await affected(
    ctx.db,
    sql`update access.habilitations set withdrawn_at = ${ctx.clock.now()}, withdrawn_by = ${ctx.actor},
        withdrawal_reason = 'Remplacé par un nouveau représentant légal.'
      where kind = 'legal-representative' and structure_id = ${structureId} and not interim
        and id_nat <> ${idNat} and withdrawn_at is null`,
  );
  if (ended > 0)
    await journal(ctx, {
      act: 'access.withdraw-habilitation',
      subject: structureId,
      outcome: 'done',
      reason: 'replaced legal representative',
    });
}

async function write(ctx: Ctx, asked: HabilitationGrant & { readonly from: string }): Promise<Habilitation> {
  await closeExpired(ctx, asked);
  const row = await one(
    ctx.db,
    sql<HabilitationRow>`with added as (
      insert into access.habilitations
        (kind, id_nat, name, structure_id, via, interim, from_day, to_day, granted_by, granted_at, filing)
      values (${asked.kind}, ${asked.idNat}, ${asked.name.trim()}, ${asked.structureId}, ${asked.via ?? null},
        ${asked.interim ?? false}, ${asked.from}, ${asked.to ?? null}, ${ctx.actor}, ${ctx.clock.now()},
        ${asked.filing ?? null})
      on conflict (kind, id_nat, structure_id, coalesce(via, '')) where withdrawn_at is null do nothing
      returning *)
      select h.*, true standing from added h`,
  );
  if (!row) throw errors.alreadyGranted();
  await journal(ctx, {
    act: 'access.grant-habilitation',
    subject: asked.idNat,
    outcome: 'done',
    data: {
      kind: asked.kind,
      structureId: asked.structureId,
      from: asked.from,
      to: asked.to,
      via: asked.via,
    },
  });
  return toHabilitation(row, today(ctx.clock));
}

/** One whose last day has passed makes room for a new one. */
async function closeExpired(ctx: Ctx, { kind, idNat, structureId, via }: HabilitationGrant): Promise<void> {
  await sql`update access.habilitations set withdrawn_at = ${ctx.clock.now()}, withdrawn_by = 'system',
      withdrawal_reason = 'Dernier jour passé.'
    where kind = ${kind} and id_nat = ${idNat} and structure_id = ${structureId}
      and coalesce(via, '') = ${via ?? ''} and withdrawn_at is null and to_day < ${today(ctx.clock)}`.execute(
    ctx.db,
  );
}
