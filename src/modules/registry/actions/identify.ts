import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { hashToken } from '../../../platform/secrets.js';
import { type CivilStatus, type MemberVersion, traitsKey } from '../../authorities/index.js';
import type { RefusalReason } from '../outcome.js';
import { isAcceptedNumber } from '../rules/accepted-number.js';
import { isCertified } from '../rules/certified.js';
import { leadingCivilStatus } from '../rules/leading-part.js';
import { findPersons, heldParts, lockPersons } from '../store.js';
import { drawNumbers } from './draw-numbers.js';

/** Who a new file is about: a person of the register, or why the register does not take it. */
export type Identified = { readonly personId: number } | { readonly refusal: RefusalReason };

/** What guards against two numbers for one person: a hash of the five traits once they are certified, else nothing. */
export function certifiedTraits(status: CivilStatus): string | null {
  return isCertified(status.certification.state) ? hashToken(traitsKey(status)) : null;
}

/**
 * Finds or creates the person of each file, from its first version. A person is created once, whoever asks at the
 * same time: the database refuses the second. A constant number of statements. Out: by member id.
 */
export async function identify(ctx: Ctx, firsts: readonly MemberVersion[]): Promise<Map<string, Identified>> {
  const result = new Map<string, Identified>();
  if (firsts.length === 0) return result;
  const unknown = () => firsts.filter((one) => !result.has(one.memberId));
  // A second round meets the people whom somebody else created during the first.
  for (let round = 0; round < 2 && unknown().length > 0; round += 1) {
    await matchNumbers(ctx, unknown(), result);
    await refuseTwins(ctx, unknown(), result);
    await createPersons(ctx, unknown(), result);
  }
  await refuseTwins(ctx, unknown(), result);
  if (unknown().length > 0) throw new Error(`${unknown().length} numbers were taken meanwhile`);
  return result;
}

async function matchNumbers(
  ctx: Ctx,
  firsts: readonly MemberVersion[],
  result: Map<string, Identified>,
): Promise<void> {
  const idNats = firsts.flatMap((one) => one.idNat ?? []);
  if (idNats.length === 0) return;
  const known = new Map((await lockPersons(ctx, { idNats })).map((row) => [row.idNat, row]));
  const parts = await heldParts(ctx, [...known.values()]);
  for (const { memberId, idNat, record } of firsts) {
    if (idNat === null) continue;
    const person = known.get(idNat);
    if (!person) {
      if (!isAcceptedNumber(idNat, ctx.config))
        result.set(memberId, { refusal: { code: 'registry.unknown-number' } });
      continue;
    }
    const held = leadingCivilStatus(parts.get(person.id) ?? [])?.value as CivilStatus | undefined;
    const same = held === undefined || traitsKey(held) === traitsKey(record.civilStatus);
    result.set(
      memberId,
      same ? { personId: person.id } : { refusal: { code: 'registry.identity-mismatch' } },
    );
  }
}

async function refuseTwins(
  ctx: Ctx,
  firsts: readonly MemberVersion[],
  result: Map<string, Identified>,
): Promise<void> {
  const traits = firsts.flatMap((one) => certifiedTraits(one.record.civilStatus) ?? []);
  if (traits.length === 0) return;
  const holders = await holdersOf(ctx, traits);
  for (const one of firsts) {
    const idNat = holders.get(certifiedTraits(one.record.civilStatus) ?? '');
    if (idNat && idNat !== one.idNat)
      result.set(one.memberId, { refusal: { code: 'registry.civil-status-already-registered', idNat } });
  }
}

async function holdersOf(ctx: Ctx, traits: readonly string[]): Promise<Map<string, string>> {
  const found = await rows(
    ctx.db,
    sql<{ traits: string; idNat: string }>`select certified_traits traits, id_nat "idNat"
      from registry.persons where certified_traits = any(${[...traits]})`,
  );
  return new Map(found.map((row) => [row.traits, row.idNat]));
}

/** The number of the person who holds these traits certified, if the status is certified and somebody does. */
export async function holderOfTraits(ctx: Ctx, status: CivilStatus): Promise<string | undefined> {
  const traits = certifiedTraits(status);
  return traits === null ? undefined : (await holdersOf(ctx, [traits])).get(traits);
}

async function createPersons(
  ctx: Ctx,
  firsts: readonly MemberVersion[],
  result: Map<string, Identified>,
): Promise<void> {
  if (firsts.length === 0) return;
  const drawn = await drawNumbers(ctx, firsts.filter((one) => one.idNat === null).length);
  const lines = firsts
    .map((one) => {
      const idNat = one.idNat ?? `8${drawn.shift()}`;
      const rpps = idNat.startsWith('8') ? idNat.slice(1) : null;
      return { idNat, rpps, traits: certifiedTraits(one.record.civilStatus), memberId: one.memberId };
    })
    // Always in the same order, so that two loads of the same people wait for each other instead of blocking.
    .sort((a, b) => ((a.traits ?? a.idNat) < (b.traits ?? b.idNat) ? -1 : 1));
  await sql`insert into registry.persons (id_nat, rpps, state, version, certified_traits, updated_at)
    select l."idNat", l.rpps, 'active', 0, l.traits, ${ctx.clock.now()}
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l("idNat" text, rpps text, traits text)
    on conflict do nothing`.execute(ctx.db);
  const mine = new Map(
    (
      await findPersons(
        ctx,
        lines.map((one) => one.idNat),
      )
    )
      .filter((row) => row.version === 0)
      .map((row) => [row.idNat, row.id]),
  );
  for (const { idNat, memberId } of lines) {
    const personId = mine.get(idNat);
    if (personId !== undefined) result.set(memberId, { personId });
  }
}
