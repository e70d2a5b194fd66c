import { type PscRecord, pscRecord } from '../../modules/identity-provider/index.js';
import { isStaffNumber } from '../../modules/nomenclatures/index.js';
import type { Ctx } from '../../platform/context.js';

/**
 * What anybody may see of a person. The numbers that a structure gives its staff follow each other, and no public directory
 * names their bearers: of them an initial is shown, by which each knows himself. Undefined for who is unknown.
 */
export async function publicRecord(ctx: Ctx, idNat: string): Promise<PscRecord | undefined> {
  const found = await pscRecord(ctx, idNat);
  if (!found || !isStaffNumber(found.idNat)) return found;
  const { givenName, familyName } = found;
  return { ...found, givenName: initialOf(givenName), familyName: initialOf(familyName) };
}

const initialOf = (name: string): string => (name === '' ? '' : `${[...name][0]}•••••`);
