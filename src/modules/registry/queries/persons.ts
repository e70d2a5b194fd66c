import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import type { PartRow } from '../part.js';
import type { Person } from '../person.js';
import { assemblePerson, type PersonHead } from '../rules/assemble-person.js';
import { findPersons, heldParts, type PersonRow } from '../store.js';

/** A person's identity and state as the table holds them, without the parts. */
export function headOf(row: Omit<PersonRow, 'certifiedTraits'>): PersonHead {
  const { idNat, state, version, origins, otherIds } = row;
  return {
    ...{ idNat, state, version, origins, otherIds },
    ...(row.rpps !== null && { rpps: row.rpps }),
    ...(row.mergedInto !== null && { mergedInto: row.mergedInto }),
  };
}

/** People of the register as they are now, by national identifier; an unknown one is absent. Three statements. */
export async function persons(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  idNats: readonly string[],
): Promise<Map<string, Person>> {
  if (idNats.length === 0) return new Map();
  const heads = await findPersons(ctx, idNats);
  if (heads.length === 0) return new Map();
  const held = await heldParts(ctx, heads);
  const [now, day] = [ctx.clock.now(), today(ctx.clock)];
  return new Map(
    heads.map((row) => {
      const parts = (held.get(row.id) ?? []).filter((part) => holdsAt(part, now));
      return [row.idNat, assemblePerson(headOf(row), parts, day)];
    }),
  );
}

/** Whether a part holds true at an instant. */
export const holdsAt = (part: Pick<PartRow, 'validFrom' | 'validTo'>, at: Date): boolean =>
  part.validFrom <= at && (part.validTo === null || part.validTo > at);
