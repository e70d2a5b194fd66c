import { registerMembers, startOfDay } from '../../modules/authorities/index.js';
import { receive } from '../../modules/registry/index.js';
import { structuresById } from '../../modules/structures/index.js';
import type { Ctx } from '../../platform/context.js';
import type { FictitiousMember } from './member.js';
import { keepPersonas } from './steps.js';

type ToRegister = Pick<FictitiousMember, 'authority' | 'record' | 'since' | 'idNat'>;

/**
 * Has people registered by their authorities and received by the register at once, so that numbers follow the order
 * of the people. What comes after the register is left to the reactions. In the caller's transaction. Out: the numbers.
 * @throws Error when the register refuses somebody: an invented population has no twins
 */
export async function register(ctx: Ctx, members: readonly FictitiousMember[]): Promise<string[]> {
  const known = await withStaffNumbers(ctx, members);
  const numbers = await enter(ctx, known);
  const seconds = known.flatMap(({ also, since }, i) =>
    also ? [{ ...also, since, idNat: numbers[i] ?? '' }] : [],
  );
  await enter(ctx, seconds);
  await keepPersonas(
    ctx,
    known.flatMap(({ persona }, i) => (persona ? [{ key: persona, idNat: numbers[i] ?? '' }] : [])),
  );
  return numbers;
}

async function enter(ctx: Ctx, members: readonly ToRegister[]): Promise<string[]> {
  if (members.length === 0) return [];
  const registered = await registerMembers(
    ctx,
    members.map(({ authority, record, since, idNat }) => {
      const effectiveAt = startOfDay(since);
      return {
        authority,
        record,
        validation: { agent: `agent:${authority.toLowerCase()}-fictif`, checked: ['état civil', 'titres'] },
        ...(idNat ? { idNat } : {}),
        ...(effectiveAt ? { effectiveAt } : {}),
      };
    }),
  );
  const outcomes = await receive(
    ctx,
    registered.map((one) => one.memberId),
  );
  return outcomes.map((outcome, i) => {
    if (outcome.status === 'received') return outcome.idNat;
    throw new Error(`${members[i]?.record.civilStatus.birthName}: ${JSON.stringify(outcome)}`);
  });
}

/** Staff of a practice bear the number of the practice, which follows that of its holder. */
async function withStaffNumbers(
  ctx: Ctx,
  members: readonly FictitiousMember[],
): Promise<readonly FictitiousMember[]> {
  const practices = await structuresById(
    ctx,
    members.flatMap((one) => one.staffOf?.practice ?? []),
  );
  return members.map((one) => {
    if (!one.staffOf) return one;
    const number = practices.get(one.staffOf.practice)?.nationalId?.slice(1);
    if (!number) throw new Error(`${one.staffOf.practice} has no number`);
    return { ...one, idNat: `6${number}/${one.staffOf.register}` };
  });
}
