import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { statement } from '../../../../platform/db/statement.js';
import { emit } from '../../../../platform/events.js';
import { journal } from '../../../../platform/journal.js';
import { verifyPin } from '../../../../platform/secrets.js';
import { errors } from '../errors.js';
import { locked } from '../events.js';
import { PIN_TRIES } from '../rules/durations.js';
import { MEANS, statesBefore } from '../rules/life-cycle.js';
import { withdrawPending } from '../store.js';

interface Counted {
  readonly idNat: string;
  readonly rank: number;
  readonly tries: number;
  readonly pinHash: string;
}

/**
 * Verifies the four digits of an e-CPS. One conditional update counts the try before anything is compared, so the
 * fourth in a row is refused even when right, and even when tries arrive at once.
 * @throws errors.wrongPin, locked, expiredMeans, unknownDevice
 */
export async function checkPersonalCode(ctx: Ctx, ecpsId: string, pin: string): Promise<void> {
  await countRightCode(ctx, ecpsId, pin);
  await forget(ctx.db, { ecpsId });
}

/**
 * The same, for whoever forgets the tries by the statement that comes next.
 * @throws errors.wrongPin, locked, expiredMeans, unknownDevice
 */
export async function countRightCode(ctx: Ctx, ecpsId: string, pin: string): Promise<void> {
  const [counted] = (await countTry(ctx.db, { ecpsId, most: PIN_TRIES, now: ctx.clock.now() })).rows;
  if (!counted) throw await whyNot(ctx, ecpsId);
  if (await verifyPin(ctx.config.secret, pin, counted.pinHash)) return;
  const triesLeft = PIN_TRIES - counted.tries;
  if (triesLeft === 0) await lock(ctx, ecpsId, counted);
  throw triesLeft === 0 ? errors.locked() : errors.wrongPin(triesLeft);
}

const countTry = statement<{ ecpsId: string; most: number; now: Date }, Counted>(
  'ecps_try',
  (value) => sql`update credentials.ecps set failed_tries = failed_tries + 1
    where id = ${value('ecpsId')} and state = 'active' and failed_tries < ${value('most')}
      and expires_at > ${value('now')}
    returning id_nat as "idNat", rank, failed_tries as tries, pin_hash as "pinHash"`,
);

const forget = statement<{ ecpsId: string }, never>(
  'ecps_forget_tries',
  (value) =>
    sql`update credentials.ecps set failed_tries = 0 where id = ${value('ecpsId')} and state = 'active'`,
);

async function lock(ctx: Ctx, ecpsId: string, means: Counted): Promise<void> {
  await transaction(ctx, async (tx) => {
    const done = await one(
      tx.db,
      sql`update credentials.ecps set state = 'locked'
        where id = ${ecpsId} and state = any(${statesBefore(MEANS, 'locked')}) and failed_tries >= ${PIN_TRIES}
        returning id`,
    );
    if (!done) return;
    await withdrawPending(tx, ecpsId);
    await emit(tx, [locked(means.idNat, means.rank)]);
    await journal(tx, { act: 'credentials.lock-ecps', subject: means.idNat, outcome: 'done' });
  });
}

async function whyNot(ctx: Ctx, ecpsId: string) {
  const means = await one(
    ctx.db,
    sql<{
      state: string;
      tries: number;
    }>`select state, failed_tries as tries from credentials.ecps where id = ${ecpsId}`,
  );
  if (!means || means.state === 'ended') return errors.unknownDevice();
  return means.state === 'locked' || means.tries >= PIN_TRIES ? errors.locked() : errors.expiredMeans();
}
