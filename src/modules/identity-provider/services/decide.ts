import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { enqueue } from '../../../platform/jobs.js';
import { journal } from '../../../platform/journal.js';
import { changeService, registerService } from '../actions/register-service.js';
import { changedMeanwhile, notNow, reasonNeeded, unknownDeclaration } from '../errors.js';
import { type Declaration, serviceOf } from '../rules/declaration.js';
import { type DeclarationAct, type DeclarationState, stateAfter } from '../rules/declaration-states.js';
import { wordsOf } from './catalogue.js';
import { type DeclaredService, declaredService } from './store.js';
import { TELL_INTEGRATOR } from './tell-integrator.js';

/** A declaration as it was read: what changed since is not decided unread. */
export interface ReadDeclaration {
  readonly id: string;
  readonly version: number;
}

/**
 * Approves what was handed in: from now on it runs as asked, and the catalogue shows it. The integrator is told by mail.
 * @throws Refusal 404; 409 when it does not wait (any more) or changed since; 422 when a rule refuses it meanwhile
 */
export function approveDeclaration(ctx: Ctx, read: ReadDeclaration): Promise<void> {
  const { id } = read;
  return transaction(ctx, async (tx) => {
    const held = await waiting(tx, read);
    const state = nextState(held, 'approve');
    const clientId = await run(tx, held);
    await sql`update identity_provider.declarations set state = ${state}, approved = asked,
        words = ${wordsOf(held.asked)}, client_id = ${clientId}, reason = null, decided_at = ${tx.clock.now()},
        decided_by = ${tx.actor}, version = version + 1 where id = ${id}`.execute(tx.db);
    await journal(tx, { act: 'identity-provider.approve-service', subject: id, outcome: 'done' });
    await enqueue(tx, TELL_INTEGRATOR, { id, decision: 'approved' });
  });
}

/** Refuses what was handed in, with a reason; what was approved before runs on. @throws Refusal 404, 409, 422 no reason */
export async function refuseDeclaration(ctx: Ctx, read: ReadDeclaration, reason: string): Promise<void> {
  if (reason.trim() === '') throw reasonNeeded();
  const { id } = read;
  return transaction(ctx, async (tx) => {
    const state = nextState(await waiting(tx, read), 'refuse');
    await sql`update identity_provider.declarations set state = ${state}, reason = ${reason.trim()},
        decided_at = ${tx.clock.now()}, decided_by = ${tx.actor}, version = version + 1
      where id = ${id}`.execute(tx.db);
    await journal(tx, {
      act: 'identity-provider.refuse-service',
      ...{ subject: id, outcome: 'done', reason: reason.trim() },
    });
    await enqueue(tx, TELL_INTEGRATOR, { id, decision: 'refused' });
  });
}

/** The state after an act. @throws Refusal 409 when the act has no place in the state it is in */
export function nextState(held: DeclaredService, act: DeclarationAct): DeclarationState {
  const state = stateAfter(act, held.state);
  if (!state) throw notNow();
  return state;
}

async function waiting(tx: Ctx, { id, version }: ReadDeclaration): Promise<DeclaredService> {
  const held = await declaredService(tx, id, true);
  if (!held) throw unknownDeclaration();
  if (held.state === 'submitted' && held.version !== version) throw changedMeanwhile();
  return held;
}

/** Makes the service run as asked. Its first secret is known to nobody: the integrator asks for one. */
async function run(tx: Ctx, { clientId, asked }: { clientId: string | null; asked: Declaration }) {
  const service = serviceOf(asked);
  if (!clientId) return (await registerService(tx, service)).clientId;
  await changeService(tx, clientId, service);
  return clientId;
}
