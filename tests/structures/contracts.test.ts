import { afterAll, beforeAll, expect, it } from 'vitest';
import { contracts, type Structure, upsertStructures } from '../../src/modules/structures/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { type TestContext, testContext, twentyAtOnce } from '../support/context.js';

const { activeContract, contractsOf, endContract, errors, requireContract, signContract } = contracts;

let world: TestContext;
beforeAll(async () => {
  world = await testContext();
});
afterAll(() => world.close());

const SIGNATORY = { name: 'Camille Exemple', idNat: '899780000017' };
const sign = (structureId: string) => signContract(world.ctx, { structureId, signatory: SIGNATORY });
let next = 100;
const finess = () => `9900${String(next++).padStart(5, '0')}`;

async function entity(): Promise<Structure> {
  const number = finess();
  const made: Structure = { id: `F${number}`, finess: number, kind: 'EJ', name: 'Entité d’essai' };
  await upsertStructures(world.ctx, [made]);
  return made;
}

async function site(of?: Structure, more: Partial<Structure> = {}): Promise<Structure> {
  const number = finess();
  const made: Structure = {
    ...{ id: `F${number}`, finess: number, kind: 'EG', name: 'Établissement d’essai' },
    ...(of?.finess && { finessLegalEntity: of.finess }),
    ...more,
  };
  await upsertStructures(world.ctx, [made]);
  return made;
}

it('holds for a legal entity and all its establishments, once, and for nobody else', async () => {
  const ours = await entity();
  const sites = [await site(ours), await site(ours), await site(ours)];
  const foreign = await site(await entity());
  for (const { id } of [ours, ...sites]) expect(await activeContract(world.ctx, id)).toBeUndefined();
  await expect(requireContract(world.ctx, ours.id)).rejects.toEqual(errors.noContract());
  const { number } = await sign(ours.id);
  expect(number).toMatch(/^CA-\d{8}$/);
  for (const { id } of [ours, ...sites]) expect((await requireContract(world.ctx, id)).number).toBe(number);
  expect(await activeContract(world.ctx, foreign.id)).toBeUndefined();
  expect(await activeContract(world.ctx, 'F000000000')).toBeUndefined();
  await expect(sign(ours.id)).rejects.toEqual(errors.alreadySigned(number));
});

it('has several sites sign at their entity, and one site alone by itself, for its entity too', async () => {
  const ours = await entity();
  const alone = await site(ours);
  const { number } = await sign(alone.id);
  expect((await activeContract(world.ctx, ours.id))?.number).toBe(number);
  const second = await site(ours);
  expect(await activeContract(world.ctx, ours.id)).toBeUndefined();
  expect(await activeContract(world.ctx, second.id)).toBeUndefined();
  await expect(sign(second.id)).rejects.toEqual(errors.signedByEntity(ours.id, ours.finess ?? ''));
});

it('refuses a structure that is unknown or closed, and a liberal practice', async () => {
  await expect(sign('F000000000')).rejects.toEqual(errors.unknownStructure());
  const closed = await site(undefined, { closedOn: '2020-01-01' });
  await expect(sign(closed.id)).rejects.toEqual(errors.closedStructure());
  await upsertStructures(world.ctx, [{ id: 'R99000000000009', name: 'Cabinet d’essai' }]);
  await expect(sign('R99000000000009')).rejects.toEqual(errors.practice());
});

it('ends with the SIRET that it was signed under, or the structure, and asks for a new one', async () => {
  const ours = await site(undefined, { siret: '99700000000017' });
  const first = await sign(ours.id);
  await upsertStructures(world.ctx, [{ ...ours, phone: '01 99 00 12 34' }]);
  expect((await activeContract(world.ctx, ours.id))?.number).toBe(first.number);
  await upsertStructures(world.ctx, [{ ...ours, siret: '99700000000025' }]);
  // At once, whether or not the change was carried to the contract yet.
  expect(await activeContract(world.ctx, ours.id)).toBeUndefined();
  await contracts.endLapsedContracts.run(world.ctx, [ours.id]);
  await contracts.endLapsedContracts.run(world.ctx, [ours.id]);
  expect((await contractsOf(world.ctx, ours.id)).map(({ ending }) => ending)).toEqual(['siret-changed']);
  const second = await sign(ours.id);
  expect(second.number).not.toBe(first.number);
  await upsertStructures(world.ctx, [{ ...ours, siret: '99700000000025', closedOn: '2020-01-01' }]);
  expect(await activeContract(world.ctx, ours.id)).toBeUndefined();
  await contracts.endLapsedByFile.run(world.ctx, []);
  expect((await contractsOf(world.ctx, ours.id)).map(({ ending }) => ending).sort()).toEqual([
    'siret-changed',
    'structure-closed',
  ]);
});

it('does not end when a number becomes known that was not', async () => {
  const ours = await site();
  const { number } = await sign(ours.id);
  await upsertStructures(world.ctx, [{ ...ours, siret: '99700000000033' }]);
  expect((await activeContract(world.ctx, ours.id))?.number).toBe(number);
});

it('is signed once however often it is asked for, and ended once, with the reason', async () => {
  const ours = await entity();
  expect(await twentyAtOnce(() => sign(ours.id))).toBe(1);
  const number = (await activeContract(world.ctx, ours.id))?.number ?? '';
  const end = { structureId: ours.id, number, reason: 'Fusion' };
  await expect(endContract(world.ctx, { ...end, structureId: 'F000000000' })).rejects.toEqual(
    errors.unknownContract(),
  );
  await endContract(world.ctx, end);
  await expect(endContract(world.ctx, end)).rejects.toEqual(errors.unknownContract());
  expect(await activeContract(world.ctx, ours.id)).toBeUndefined();
  const acts = (await journalOf(world.ctx, ours.id)).map(({ act, reason }) => [act, reason]);
  expect(acts).toEqual([
    ['structures.end-contract', 'Fusion'],
    ['structures.sign-contract', null],
  ]);
});
