import type { DatumOrigin, Structure, StructureSource } from '../structure.js';

/**
 * Where one datum of a structure comes from. In: the structure, the name of one of its fields. Out: the register that
 * answers for it and the day it gives; a field that has no origin of its own has that of the structure.
 */
export function datumOrigin(structure: Structure, datum: keyof Structure): DatumOrigin {
  const own = structure.origins?.[datum];
  if (own) return own;
  const source = structure.source ?? sourceOfId(structure);
  return { source, ...(structure.changedOn === undefined ? {} : { on: structure.changedOn }) };
}

/** Practices are kept by the RPPS, or by ADELI while they bear its number; employers by the INSEE. */
function sourceOfId({ id, nationalId }: Structure): StructureSource {
  if (nationalId?.startsWith('0')) return 'ADELI';
  if (id.startsWith('F')) return 'FINESS';
  return id.startsWith('C') ? 'INSEE' : 'RPPS';
}
