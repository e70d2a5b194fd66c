import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { journal } from '../../../platform/journal.js';
import { addKey, forgetKey, keyTimes, signingKeys, useNextKey } from '../oidc/keys.js';
import { dueActs, rhythmOn, soonestUse } from '../rules/key-rotation.js';

const today = () => new Date().toISOString().slice(0, 10);

/** Does what the rhythm of keys asks for now; for an hourly job, in one process at a time. Harmless when repeated. */
export function keepKeysFresh(ctx: Ctx): Promise<void> {
  return alone(ctx, async (tx) => {
    for (const due of dueActs(await keyTimes(tx), rhythmOn(today()), new Date())) {
      if (due.act === 'publish') await addKey(tx, 'next', due.useFrom);
      if (due.act === 'use') await useNextKey(tx, due.kid);
      if (due.act === 'forget') await forgetKey(tx, due.kid);
      const kid = due.act === 'publish' ? undefined : due.kid;
      await journal(tx, {
        act: `identity-provider.${due.act}-key`,
        outcome: 'done',
        ...(kid && { subject: `key:${kid}` }),
      });
    }
  });
}

/**
 * Changes the signing key before its day, without a failed sign-in: the next key is published now and signs once every
 * process and every service had the time to read it. Out: when it will sign.
 */
export function rotateKeys(ctx: Ctx, reason: string): Promise<{ useFrom: Date }> {
  return alone(ctx, async (tx) => {
    await signingKeys(tx);
    const useFrom = soonestUse(rhythmOn(today()), new Date());
    await addKey(tx, 'next', useFrom);
    await sql`update identity_provider.signing_keys set use_from = least(use_from, ${useFrom}::timestamptz)
      where state = 'next'`.execute(tx.db);
    await journal(tx, { act: 'identity-provider.rotate-keys', outcome: 'done', reason });
    return { useFrom };
  });
}

/** Longer than a process takes to know of a change: see engine.ts. */
const KNOWN_EVERYWHERE_MS = 10_000;

/**
 * Takes the signing key that somebody else may hold out of service: nothing that it signed is believed any more, here or
 * by whoever reads the published keys again. Its successor is published, then signs, then the key goes, with a pause
 * between, so that no process refuses what another just signed. Sessions go on; services refresh their tokens. In:
 * `pauseMs` in tests. Out: the key that is gone.
 */
export async function revokeKey(
  ctx: Ctx,
  { reason, pauseMs = KNOWN_EVERYWHERE_MS }: { reason: string; pauseMs?: number },
): Promise<{ kid: string }> {
  const [{ kid = '' }] = await signingKeys(ctx);
  await addKey(ctx, 'next', new Date());
  await sleep(pauseMs);
  await alone(ctx, async (tx) => {
    const next = (await keyTimes(tx)).find(({ state }) => state === 'next');
    if (next) await useNextKey(tx, next.kid);
  });
  await sleep(pauseMs);
  await alone(ctx, async (tx) => {
    await forgetKey(tx, kid);
    await journal(tx, {
      act: 'identity-provider.revoke-key',
      subject: `key:${kid}`,
      outcome: 'done',
      reason,
    });
  });
  return { kid };
}

/** One change of keys at a time, in one transaction. */
function alone<T>(ctx: Ctx, work: (tx: Ctx) => Promise<T>): Promise<T> {
  return transaction(ctx, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('identity-provider.keys', 0))`.execute(tx.db);
    return work(tx);
  });
}
