import { type Asker, habilitations } from '../../modules/access/index.js';
import { park } from '../../modules/credentials/index.js';
import { makeSiren, makeSiret } from '../../modules/nomenclatures/index.js';
import { persons } from '../../modules/registry/index.js';
import {
  contracts,
  structureByFiness,
  structuresById,
  upsertStructures,
} from '../../modules/structures/index.js';
import type { Ctx } from '../../platform/context.js';
import { personaNumbers } from './steps.js';

/** Who acts for the hospital of the administrative agent, among the personas. */
const ACTING = [
  ['P-DEUX', 'legal-representative'],
  ['P-SEC', 'mandataire'],
  ['P-ADM', 'technical-admin'],
] as const;

const SIREN = makeSiren('99899001');
const SIRET = makeSiret(SIREN, '0001');
const VENDOR = {
  ...{ id: `C${SIRET}`, nationalId: `3${SIRET}`, siret: SIRET, siren: SIREN },
  name: 'EDITEUR FICTIF DE LOGICIELS DE SOINS',
};

const OPERATOR: Asker = { kind: 'operator', scope: [] };
const representativeOf = (structureId: string): Asker => ({
  kind: 'legal-representative',
  scope: [structureId],
});

/**
 * Puts a hospital under contract, with the personas who act for it, and beside it a vendor whom it may choose: so that
 * MesHabilitations, TOM and the platform of certificates open at once. Does nothing without the personas.
 */
export async function openStructureSide(ctx: Ctx): Promise<void> {
  await upsertStructures(ctx, [VENDOR]);
  await contracts.signContract(ctx, { structureId: VENDOR.id, signatory: { name: 'Éditeur fictif' } });
  await habilitations.activateThirdStructure(ctx, VENDOR.id, representativeOf(VENDOR.id));
  const known = await personaNumbers(ctx);
  const hospital = await testHospital(ctx, known);
  if (hospital === undefined) return;
  const people = await persons(ctx, [...known.values()]);
  for (const [key, kind] of ACTING) {
    const idNat = known.get(key) ?? '';
    const exercise = people.get(idNat)?.exercises[0];
    if (!exercise) continue;
    const name = `${exercise.givenName} ${exercise.name}`;
    if (kind === 'legal-representative')
      await contracts.signContract(ctx, { structureId: hospital, signatory: { name, idNat } });
    const by = kind === 'legal-representative' ? OPERATOR : representativeOf(hospital);
    await habilitations.grant(ctx, { kind, idNat, name, structureId: hospital }, by);
    if (kind === 'mandataire') await orderServiceCard(ctx, hospital, idNat);
  }
}

/** A first card for TOM to follow: that of a service, which bears nobody's name. */
async function orderServiceCard(ctx: Ctx, structureId: string, by: string): Promise<void> {
  const structure = (await structuresById(ctx, [structureId])).get(structureId);
  const service = { nominative: false, givenName: '', familyName: 'Accueil des urgences', idNat: '' };
  if (structure) await park.orderStaffCard(ctx, { structure, ...service, namesake: false, by, via: 'tom' });
}

/** Technical id of the legal entity of the hospital where the administrative agent works. */
async function testHospital(ctx: Ctx, known: ReadonlyMap<string, string>): Promise<string | undefined> {
  const [finess = ''] = known.get('P-ADM')?.slice(1).split('/') ?? [];
  const entity = (await structureByFiness(ctx, finess))?.finessLegalEntity;
  return entity && `F${entity}`;
}

/** The structures under contract that are there to test with: technical id and name. */
export async function testStructures(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  const hospital = await testHospital(ctx, await personaNumbers(ctx));
  const ids = [...(hospital ? [hospital] : []), VENDOR.id];
  const found = await structuresById(ctx, ids);
  return ids.flatMap((id) => found.get(id) ?? []).map(({ id, name }) => ({ id, name }));
}
