import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { journal } from '../../../platform/journal.js';
import { changeService } from '../actions/register-service.js';
import { renewSecret } from '../actions/renew-secret.js';
import { invalidService, notNow } from '../errors.js';
import { type Declaration, serviceOf } from '../rules/declaration.js';
import { readOptions } from '../rules/service-options.js';
import { type OwnDeclaration, ownDeclaration } from './declare.js';

/**
 * Gives the secret of a declared service, told this once. The first time nobody knew any; later the former one still
 * opens for `overlapHours`. @throws Refusal 404; 409 as long as nothing runs
 */
export function giveSecret(
  ctx: Ctx,
  own: OwnDeclaration,
  overlapHours?: number,
): Promise<{ clientSecret: string; formerUntil: Date | undefined }> {
  return transaction(ctx, async (tx) => {
    const { clientId, secretTold } = await running(tx, own);
    const given = await renewSecret(tx, clientId, secretTold ? overlapHours : 0);
    await sql`update identity_provider.declarations set secret_told = true where id = ${own.id}`.execute(
      tx.db,
    );
    return {
      clientSecret: given.clientSecret,
      formerUntil: secretTold && overlapHours !== 0 ? given.formerUntil : undefined,
    };
  });
}

const MOST_KEYS = 10;

/**
 * Gives the public keys by which a service proves itself; with `keepFormer` the present ones stay valid beside them, so
 * that nothing is cut off. A rotation needs no approval: it opens nothing new.
 * @throws Refusal 404; 409 nothing runs, or it does not prove itself by keys given here; 422 no public keys
 */
export function rotateServiceKeys(
  ctx: Ctx,
  own: OwnDeclaration,
  { keys, keepFormer }: { keys: readonly unknown[]; keepFormer: boolean },
): Promise<void> {
  return transaction(ctx, async (tx) => {
    const { clientId, approved, asked } = await running(tx, own);
    const former = (approved.options.jwks as { keys?: readonly unknown[] } | undefined)?.keys;
    if (!former) throw notNow();
    const all = [...keys, ...(keepFormer ? former : [])].slice(0, MOST_KEYS);
    const withKeys = (d: Declaration): Declaration => ({
      ...d,
      options: { ...d.options, jwks: { keys: all } },
    });
    const read = readOptions(withKeys(approved).options);
    if ('faults' in read)
      throw invalidService(read.faults.map((fault) => ({ ...fault, code: 'invalid-option' })));
    await changeService(tx, clientId, serviceOf(withKeys(approved)));
    const [nowApproved, nowAsked] = [withKeys(approved), withKeys(asked)].map((d) => JSON.stringify(d));
    await sql`update identity_provider.declarations set approved = ${nowApproved}::jsonb, asked = ${nowAsked}::jsonb,
        version = version + 1 where id = ${own.id}`.execute(tx.db);
    await journal(tx, {
      act: 'identity-provider.rotate-service-keys',
      ...{ subject: clientId, outcome: 'done', data: { keys: all.length } },
    });
  });
}

/** The declared service of that account, which runs. */
async function running(tx: Ctx, own: OwnDeclaration) {
  const held = await ownDeclaration(tx, own);
  const { clientId, approved } = held;
  if (!clientId || !approved || held.state === 'closed') throw notNow();
  return { ...held, clientId, approved };
}
