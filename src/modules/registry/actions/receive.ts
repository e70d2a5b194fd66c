import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { assignNumbers, type MemberVersion, refuseMember, versionsAfter } from '../../authorities/index.js';
import type { Outcome, RefusalReason } from '../outcome.js';
import { lockMemberships, type Membership } from '../store.js';
import { type Applied, applyVersions } from './apply-versions.js';
import { type Identified, identify } from './identify.js';

/** The same as `readFiles`. Out: what became of each file. */
export async function receive(ctx: Ctx, memberIds: readonly string[]): Promise<Outcome[]> {
  if (memberIds.length === 0) return [];
  return transaction(ctx, async (tx) => {
    await readFiles(tx, memberIds);
    return outcomes(tx, memberIds);
  });
}

/**
 * Brings the register up to date with files of authorities: every validated version not yet read, in order. A first
 * version gives the person a number, or finds the one that the person has. Harmless when repeated or run twice at
 * once. In: member ids. The number of statements does not grow with the number of files, except for those that are refused.
 */
export async function readFiles(ctx: Ctx, memberIds: readonly string[]): Promise<void> {
  await transaction(ctx, async (tx) => {
    const memberships = await lockMemberships(tx, memberIds);
    const open = memberships.filter((one) => one.refusal === null);
    const versions = Map.groupBy(
      await versionsAfter(
        tx,
        open.map(({ memberId, applied }) => ({ memberId, after: applied })),
        tx.clock.now(),
      ),
      (one) => one.memberId,
    );
    const unread = new Set(open.filter((one) => one.personId === null).map((one) => one.memberId));
    // In the order asked for: numbers follow it, so that the same load gives the same numbers.
    const firsts = [...new Set(memberIds)].flatMap((id) =>
      unread.has(id) ? (versions.get(id)?.[0] ?? []) : [],
    );
    const identified = await identify(tx, firsts);
    await recordRefusals(tx, identified);
    const applied = toApply(open, versions, identified);
    await applyVersions(tx, applied);
    await giveNumbers(tx, firsts);
  });
}

function toApply(
  open: readonly Membership[],
  versions: ReadonlyMap<string, MemberVersion[]>,
  identified: ReadonlyMap<string, Identified>,
): Applied[] {
  return open.flatMap((one) => {
    const found = identified.get(one.memberId);
    const personId = one.personId ?? (found && 'personId' in found ? found.personId : undefined);
    const unread = versions.get(one.memberId) ?? [];
    return personId === undefined || unread.length === 0 ? [] : [{ personId, versions: unread }];
  });
}

async function recordRefusals(ctx: Ctx, identified: ReadonlyMap<string, Identified>): Promise<void> {
  const refused = [...identified].flatMap(([memberId, found]) =>
    'refusal' in found ? [{ memberId, refusal: found.refusal }] : [],
  );
  if (refused.length === 0) return;
  await sql`update registry.memberships m set refusal = r.refusal
    from jsonb_to_recordset(${JSON.stringify(refused)}::jsonb) as r("memberId" uuid, refusal jsonb)
    where m.member_id = r."memberId"`.execute(ctx.db);
  for (const { memberId, refusal } of refused) await refuseMember(ctx, memberId, refusal);
}

async function giveNumbers(ctx: Ctx, firsts: readonly MemberVersion[]): Promise<void> {
  const waiting = firsts.filter((one) => one.idNat === null).map((one) => one.memberId);
  if (waiting.length === 0) return;
  const numbers = await rows(
    ctx.db,
    sql<{ memberId: string; idNat: string }>`select m.member_id "memberId", p.id_nat "idNat"
      from registry.memberships m join registry.persons p on p.id = m.person_id
      where m.member_id = any(${waiting}::uuid[])`,
  );
  await assignNumbers(ctx, numbers);
}

interface OutcomeRow {
  readonly memberId: string;
  readonly idNat: string | null;
  readonly rpps: string | null;
  readonly version: number | null;
  readonly refusal: RefusalReason | null;
}

async function outcomes(ctx: Ctx, memberIds: readonly string[]): Promise<Outcome[]> {
  const found = await rows(
    ctx.db,
    sql<OutcomeRow>`select m.member_id "memberId", p.id_nat "idNat", p.rpps, p.version, m.refusal
      from registry.memberships m left join registry.persons p on p.id = m.person_id
      where m.member_id = any(${[...memberIds]}::uuid[])`,
  );
  const byId = new Map(found.map((row) => [row.memberId, row]));
  return memberIds.map((memberId): Outcome => {
    const row = byId.get(memberId);
    if (row?.refusal) return { memberId, status: 'refused', reason: row.refusal };
    if (!row?.idNat || row.version === null) return { memberId, status: 'unknown' };
    const { idNat, rpps, version } = row;
    return { memberId, status: 'received', idNat, version, ...(rpps !== null && { rpps }) };
  });
}
