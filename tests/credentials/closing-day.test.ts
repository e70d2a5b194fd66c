import { afterAll, beforeAll, expect, it } from 'vitest';
import { certificates } from '../../src/modules/credentials/index.js';
import { contracts, upsertStructures } from '../../src/modules/structures/index.js';
import { civilDay } from '../../src/platform/clock.js';
import { type Administered, administered } from './administered.js';
import { type CardsWorld, cardsWorld } from './cards-world.js';
import { signingRequest } from './signing-request.js';
import { refusalOf } from './world.js';

let w: CardsWorld;
beforeAll(async () => {
  w = await cardsWorld();
});
afterAll(() => w.stop());

const ctx = () => w.app.ctx;
const inDays = (days: number) => civilDay(new Date(w.app.clock.now().getTime() + days * 86_400_000));
const order = (who: Administered, commonName: string) =>
  certificates.orderAs(who.ctx, who, {
    ...{ product: 'Ordo', contacts: ['si@clinique.example'] },
    purpose: {
      kit: false,
      wanted: { offer: 'ORG', usage: 'AUTH_CLI', commonName, csr: signingRequest(commonName), field: 'csr0' },
    },
  });

/** A certificate of the entity. Out: its serial. */
async function certified(who: Administered, commonName: string): Promise<string> {
  const [request] = await order(who, commonName);
  const revocationCode = 'un code long';
  const made = await certificates.retrieveAs(who.ctx, who, {
    ...{ id: request?.id ?? '', revocationCode, revocationCodeAgain: revocationCode, terms: true },
  });
  return made.serial;
}

it('revokes the certificates of an entity on the day of its closing, told before, and none sooner nor of another', async () => {
  const [closing, open] = [await administered(ctx(), '990000452'), await administered(ctx(), '990000460')];
  await upsertStructures(ctx(), [{ ...closing.structure, closedOn: inDays(10) }]);
  await w.settle();
  const serials = [await certified(closing, 'Dossier'), await certified(open, 'Dossier')];
  const states = () => Promise.all(serials.map((serial) => certificates.stateOf(ctx(), serial)));
  await w.advance(9);
  expect(await states()).toEqual(['active', 'active']);
  expect(await contracts.activeContract(ctx(), closing.structure.id)).toBeDefined();
  // The leap goes beyond the day: it stops there.
  await w.advance(8);
  expect(await states()).toEqual(['revoked', 'active']);
  const [revoked] = await certificates.certificatesOf(ctx(), `1${closing.finess}`);
  expect(revoked?.revokedAt && civilDay(revoked.revokedAt)).toBe(inDays(-7));
  expect(await contracts.activeContract(ctx(), closing.structure.id)).toBeUndefined();
  expect(await refusalOf(order(closing, 'Autre'))).toBe(certificates.errors.missingStep('contract').code);
});

it('stops at such a day in a leap of months too', async () => {
  const closing = await administered(ctx(), '990000478');
  await upsertStructures(ctx(), [{ ...closing.structure, closedOn: inDays(40) }]);
  await w.settle();
  await certified(closing, 'Dossier');
  await w.advance(100);
  const [revoked] = await certificates.certificatesOf(ctx(), `1${closing.finess}`);
  expect(revoked?.revokedAt && civilDay(revoked.revokedAt)).toBe(inDays(-60));
});
