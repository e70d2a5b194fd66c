import type { Ctx } from '../../../../platform/context.js';
import { contracts, type Structure, structuresById } from '../../../structures/index.js';
import { departementLabel } from '../../certificates/queries/legal-entity.js';
import type { HolderStructure } from '../rules/content.js';
import type { StructureFacts, StructureNature } from '../rules/eligibility.js';
import type { CardType } from '../rules/kinds.js';
import { knownHolders } from './holder-facts.js';

/** NAF rev. 2: health, care with accommodation, social work; pharmacies. */
const OF_CARE = /^(8[678]\.|47\.73)/;

export interface KnownStructure {
  readonly structure: Structure;
  readonly facts: StructureFacts;
}

/** A structure as far as cards go, seen by whoever orders there; undefined when it is unknown. In: technical id, idNat. */
export async function structureFacts(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  structureId: string,
  orderedBy: string,
): Promise<KnownStructure | undefined> {
  const structure = (await structuresById(ctx, [structureId])).get(structureId);
  if (!structure) return undefined;
  const [contract, practice] = [
    await contracts.activeContract(ctx, structureId),
    await practisesAt(ctx, structureId, orderedBy),
  ];
  const facts = { nature: natureOf(structure), contract: contract !== undefined, ownPractice: practice };
  return { structure, facts };
}

async function practisesAt(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  structureId: string,
  idNat: string,
): Promise<boolean> {
  const known = (await knownHolders(ctx, [idNat])).get(idNat) ?? [];
  return known.some(({ exercise }) =>
    exercise?.activities.some(({ structure, mode }) => structure === structureId && mode === 'L'),
  );
}

/** The card that the staff of a structure have: a care establishment's or a practice's, or that of another structure. */
export function staffCardOf(structure: Structure, director: boolean): CardType {
  if (natureOf(structure) === 'authorised') return director ? 'CDA' : 'CPA';
  return director ? 'CDE' : 'CPE';
}

function natureOf({ id, finess, ape = '' }: Structure): StructureNature {
  if (id.startsWith('R')) return 'practice';
  return finess || OF_CARE.test(ape) ? 'care' : 'authorised';
}

/** What the certificate of a card says of the structure. */
export const holderStructure = (structure: Structure): HolderStructure => ({
  name: structure.name,
  nationalId: structure.nationalId ?? structure.id,
  departement: departementLabel(structure),
});
