import { parseIdNat } from '../modules/nomenclatures/index.js';
import { bearsFamilyName, persons } from '../modules/registry/index.js';
import type { Ctx } from '../platform/context.js';
import type { FieldError } from '../ui/index.js';

/**
 * What is wrong with a national identifier that is typed beside a name, before it gives somebody a power: a slip of one digit
 * would give it to another, or to whoever has that number one day. In: both as typed. Out: [] when the register knows a
 * person of that number and family name. Nobody is told whether it is the number or the name that is wrong.
 */
export async function namedPersonFaults(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  typed: { readonly idNat: string; readonly name: string },
): Promise<FieldError[]> {
  const idNat = typed.idNat.replace(/\s/g, '');
  const person = (await persons(ctx, [idNat])).get(idNat);
  if (!person && !parseIdNat(idNat).ok) return [fault(UNREADABLE)];
  const isThere = person?.state === 'active' && bearsFamilyName(person, typed.name);
  return isThere ? [] : [fault('Le registre ne connaît personne de ce numéro et de ce nom.')];
}

const UNREADABLE =
  'Ce numéro n’est pas un identifiant national : vérifiez chaque chiffre, le premier compris.';
const fault = (message: string): FieldError => ({ field: 'idNat', message });
