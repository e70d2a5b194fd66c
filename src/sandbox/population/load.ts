import { putAuthorisations } from '../../modules/directory/index.js';
import { upsertStructures } from '../../modules/structures/index.js';
import type { App } from '../../platform/app.js';
import { as, type Ctx } from '../../platform/context.js';
import { enqueue, settled } from '../../platform/jobs.js';
import { inventAuthorisations } from './authorisations.js';
import { generatePopulation, type Population } from './generate.js';
import { givePeopleMailboxes, giveStructuresMailboxes, openOperators } from './mailboxes.js';
import { register } from './register.js';
import { giveToldCards, orderStaffCard } from './staff-card.js';
import { once, stepsDone } from './steps.js';
import { openStructureSide } from './structure-side.js';

const BATCH = 500;
const DONE = 'population';
const SIZE = /^population of (\d+): /;

/**
 * Brings the fictitious population into being at the first start: through the front of the chain, batch after batch,
 * and waits until the last copy has it. Begun and interrupted, it goes on where it was, with the size it had. Once
 * done, it does nothing any more.
 */
export async function loadPopulation(app: App): Promise<void> {
  const done = await stepsDone(app.ctx);
  if (done.has(DONE)) return;
  const begun = [...done].flatMap((step) => SIZE.exec(step)?.[1] ?? [])[0];
  const size = begun ? Number(begun) : app.config.sandboxPeople;
  if (size === 0) return;
  const start = performance.now();
  const ctx = as(app.ctx, 'system');
  await load(ctx, size);
  const registered = performance.now();
  const arrived = await settled(app.database.db, 30_000);
  if (arrived) await once(ctx, DONE, (tx) => enqueue(tx, giveToldCards.name, {}));
  const seconds = (to: number) => Number(((to - start) / 1000).toFixed(1));
  app.ctx.log.info(
    { people: size, registeredAfter: seconds(registered), arrivedAfter: seconds(performance.now()), arrived },
    'fictitious population loaded',
  );
}

async function load(ctx: Ctx, size: number): Promise<void> {
  const population = generatePopulation(size);
  const step = (name: string, work: (tx: Ctx) => Promise<void>) =>
    once(ctx, `population of ${size}: ${name}`, work);
  await step('structures', (tx) => upsertStructures(tx, population.structures));
  await step('mailboxes of structures', async (tx) => {
    await openOperators(tx);
    await giveStructuresMailboxes(tx, population.structures);
  });
  await step('authorisations', async (tx) => {
    await putAuthorisations(tx, inventAuthorisations(population.structures));
  });
  const batches = batchesOf(population);
  for (const [i, batch] of batches.entries())
    await step(`people ${i}`, async (tx) => givePeopleMailboxes(tx, batch, await register(tx, batch)));
  await step('card of the staff of a practice', orderStaffCard);
  await step('structures that act', openStructureSide);
}

/** Batches in order; the staff of practices come last, when the practices have their numbers. */
function batchesOf({ members }: Population) {
  const [first, last] = [members.filter((one) => !one.staffOf), members.filter((one) => one.staffOf)];
  const batches = Array.from({ length: Math.ceil(first.length / BATCH) }, (_, i) =>
    first.slice(i * BATCH, (i + 1) * BATCH),
  );
  return [...batches, last];
}
