import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { removeService } from '../actions/remove-service.js';
import {
  changedMeanwhile,
  incompleteDeclaration,
  invalidService,
  tooManyServices,
  unknownDeclaration,
} from '../errors.js';
import {
  type Declaration,
  declarationFaults,
  type GivenDeclaration,
  readDeclaration,
} from '../rules/declaration.js';
import type { DeclarationState } from '../rules/declaration-states.js';
import { approveDeclaration, nextState } from './decide.js';
import { type DeclaredService, declaredBy, declaredService } from './store.js';

/** A declaration and the account that asks: another account's is unknown to it. */
export interface OwnDeclaration {
  readonly id: string;
  readonly owner: string;
}

const MOST_OF_ONE = 50;

/** Begins a declaration, complete or not. Out: its id. @throws Refusal `identity-provider.invalid-service` unreadable */
export async function openDeclaration(ctx: Ctx, owner: string, given: GivenDeclaration): Promise<string> {
  const declaration = readable(given);
  if ((await declaredBy(ctx, owner)).length >= MOST_OF_ONE) throw tooManyServices();
  const made = await one(
    ctx.db,
    sql<{ id: string }>`insert into identity_provider.declarations (owner, state, asked, created_at)
      values (${owner}, 'draft', ${JSON.stringify(declaration)}::jsonb, ${ctx.clock.now()}) returning id`,
  );
  return made?.id ?? '';
}

/**
 * Writes what is asked for anew; what runs stays as it is until it is submitted and approved.
 * @throws Refusal unknown, closed, unreadable, or changed by another page since `version`
 */
export async function changeDeclaration(
  ctx: Ctx,
  own: OwnDeclaration,
  version: number,
  given: GivenDeclaration,
): Promise<void> {
  const declaration = readable(given);
  await transaction(ctx, async (tx) => {
    const held = await heldBy(tx, own);
    if (held.version !== version) throw changedMeanwhile();
    await sql`update identity_provider.declarations set asked = ${JSON.stringify(declaration)}::jsonb,
        state = ${nextState(held, 'change')}, version = version + 1 where id = ${held.id}`.execute(tx.db);
  });
}

/**
 * Hands a declaration in. A sandbox approves it at once; in production an operator does.
 * Out: the state it is in then. @throws Refusal 422 `identity-provider.incomplete-declaration` with each fault; 409
 */
export function submitDeclaration(ctx: Ctx, own: OwnDeclaration): Promise<DeclarationState> {
  return transaction(ctx, async (tx) => {
    const held = await heldBy(tx, own);
    const production = tx.config.profile === 'production';
    const faults = declarationFaults(held.asked, production);
    if (faults.length > 0) throw incompleteDeclaration(faults);
    await sql`update identity_provider.declarations set state = ${nextState(held, 'submit')}, reason = null,
        submitted_at = ${tx.clock.now()}, version = version + 1 where id = ${held.id}`.execute(tx.db);
    await journal(tx, { act: 'identity-provider.submit-service', subject: held.id, outcome: 'done' });
    if (production) return 'submitted';
    await approveDeclaration(tx, { id: held.id, version: held.version + 1 });
    return 'approved';
  });
}

/** Ends a service for good: its client id opens nothing any more. Harmless when repeated. @throws Refusal unknown */
export function closeDeclaration(ctx: Ctx, own: OwnDeclaration): Promise<void> {
  return transaction(ctx, async (tx) => {
    const held = await heldBy(tx, own);
    if (held.state === 'closed') return;
    if (held.clientId) await removeService(tx, held.clientId);
    await sql`update identity_provider.declarations set state = 'closed', version = version + 1
      where id = ${held.id}`.execute(tx.db);
    await journal(tx, { act: 'identity-provider.close-service', subject: held.id, outcome: 'done' });
  });
}

/** The declared service of that account. @throws Refusal 404, also for another account's */
export async function ownDeclaration(ctx: Ctx, own: OwnDeclaration): Promise<DeclaredService> {
  const held = await declaredService(ctx, own.id);
  if (held?.owner !== own.owner) throw unknownDeclaration();
  return held;
}

async function heldBy(tx: Ctx, own: OwnDeclaration): Promise<DeclaredService> {
  const held = await declaredService(tx, own.id, true);
  if (held?.owner !== own.owner) throw unknownDeclaration();
  return held;
}

function readable(given: GivenDeclaration): Declaration {
  const read = readDeclaration(given);
  if ('faults' in read) throw invalidService(read.faults);
  return read.declaration;
}
