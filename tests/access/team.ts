import { afterAll, beforeAll, expect } from 'vitest';
import { type Asker, habilitations } from '../../src/modules/access/index.js';
import { contracts, type Structure, upsertStructures } from '../../src/modules/structures/index.js';
import type { Ctx } from '../../src/platform/context.js';
import { type TestContext, testContext } from '../support/context.js';

export const OPERATOR: Asker = { kind: 'operator', scope: [] };
export const representativeOf = (structureId: string): Asker => ({
  kind: 'legal-representative',
  scope: [structureId],
});

/** A legal entity of this FINESS number under contract, or without one. */
export async function entity(
  ctx: Ctx,
  finess: string,
  options: { contract?: boolean } = {},
): Promise<Structure> {
  const made: Structure = {
    ...{ id: `F${finess}`, nationalId: `1${finess}`, finess },
    ...{ kind: 'EJ', name: `Entité ${finess}` },
  };
  await upsertStructures(ctx, [made]);
  if (options.contract !== false)
    await contracts.signContract(ctx, { structureId: made.id, signatory: { name: 'Signataire d’essai' } });
  return made;
}

/** Habilitates somebody as the one who may give it would. */
export function habilitate(
  ctx: Ctx,
  kind: habilitations.HabilitationKind,
  idNat: string,
  structureId: string,
): Promise<habilitations.Habilitation> {
  const by = kind === 'legal-representative' ? OPERATOR : representativeOf(structureId);
  return habilitations.grant(ctx, { kind, idNat, name: 'Personne d’essai', structureId }, by);
}

let next = 0;
/** A national identifier that nobody has had yet. */
export const somebody = () => `8997800${String(1000 + next++).padStart(5, '0')}`;
/** Who asks, in this role for this structure. */
export const asker = (kind: Asker['kind'], structureId: string): Asker => ({ kind, scope: [structureId] });

export const NOT_ALLOWED = expect.objectContaining({ code: 'access.not-allowed', status: 403 });

/** For a test file: a world of 10 March 2026; `then` runs before the tests with it. */
export function useTeamWorld(then: (world: TestContext) => void): void {
  let world: TestContext;
  beforeAll(async () => {
    world = await testContext();
    await world.app.clock.set(new Date('2026-03-10T09:00:00Z'));
    then(world);
  });
  afterAll(() => world.close());
}
