import type { Structure } from '../../structure.js';

/** Who a structure has to sign its contract: itself, its legal entity, or nobody. */
export type Signer = 'itself' | 'legal-entity' | 'nobody';

/**
 * Who signs for a structure. An establishment alone in its legal entity signs for itself, several sites sign once at their
 * entity (contract rule of the agency: multisite, FINESS of the EJ; one site, FINESS of the EG); an entity may always sign
 * for what it holds; a liberal practice signs nothing. In: the structure, the open establishments of its entity.
 */
export function whoSigns(
  structure: Pick<Structure, 'id' | 'kind' | 'finessLegalEntity'>,
  sites: number,
): Signer {
  if (structure.id.startsWith('R')) return 'nobody';
  return structure.kind !== 'EJ' && structure.finessLegalEntity !== undefined && sites > 1
    ? 'legal-entity'
    : 'itself';
}
