import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { statement } from '../../../../platform/db/statement.js';
import { Refusal } from '../../../../platform/errors.js';
import { emit } from '../../../../platform/events.js';
import { journal } from '../../../../platform/journal.js';
import { errors } from '../errors.js';
import { decided } from '../events.js';
import { checkFingerprint } from '../fingerprint/check.js';
import { REQUEST, type RequestState, statesBefore } from '../rules/life-cycle.js';
import { readSigned } from '../signed-answer.js';
import { type RequestRow, requestRow, told } from '../store.js';
import { checkPersonalCode } from './check-personal-code.js';

export interface AnswerInput {
  /** The device that answers; the request must be its own. */
  readonly ecpsId: string;
  readonly requestId: string;
  /** Compact JWS, ES256, by the key enrolled at activation. */
  readonly answer: string;
  /** The four digits; not needed to refuse. */
  readonly pin?: string | undefined;
  /** In place of the four digits: what the phone's authenticator answered, as JSON, about this very `answer`. */
  readonly assertion?: string | undefined;
}

/**
 * Takes the phone's answer to one request. Signature, then still open, then personal code, then number; the
 * decision itself is one conditional update, so an answer works once.
 * @throws errors.unknownRequest, foreignSignature, foreignAnswer, alreadyAnswered, expiredRequest, wrongPin, locked,
 *   wrongNumber, fingerprintRefused
 */
export async function answerRequest(
  ctx: Ctx,
  input: AnswerInput,
): Promise<{ decision: 'approved' | 'refused' }> {
  const request = await requestRow(ctx, input.requestId);
  if (!request || request.ecpsId !== input.ecpsId) throw errors.unknownRequest();
  try {
    return await decide(ctx, request, input);
  } catch (error) {
    if (error instanceof Refusal) await note(ctx, request, 'refused', error.code);
    throw error;
  }
}

async function decide(ctx: Ctx, request: RequestRow, input: AnswerInput) {
  const payload = await readSigned(request.publicKey, input.answer, request);
  assertOpen(request);
  if (payload.decision === 'refuse') {
    await close(ctx, request, 'refused');
    return { decision: 'refused' as const };
  }
  if (input.assertion === undefined) await checkPersonalCode(ctx, request.ecpsId, input.pin ?? '');
  else await checkFingerprint(ctx, request.ecpsId, input.answer, input.assertion);
  const right = payload.number === request.rightNumber;
  await close(ctx, request, right ? 'approved' : 'wrong-number');
  if (!right) throw errors.wrongNumber();
  return { decision: 'approved' as const };
}

/** Spares the person a try of the personal code on a request that cannot succeed any more. */
function assertOpen({ state, inTime }: RequestRow): void {
  if (state !== 'pending') throw errors.alreadyAnswered();
  if (!inTime) throw errors.expiredRequest();
}

type Decided = 'approved' | 'refused' | 'wrong-number';

async function close(ctx: Ctx, request: RequestRow, state: Decided): Promise<void> {
  await transaction(ctx, async (tx) => {
    const before = statesBefore(REQUEST, state);
    const { rows } = await closing(tx.db, { id: request.id, state, before });
    if (rows.length === 0) throw errors.alreadyAnswered();
    if (request.followed) await emit(tx, [decided(request.id)]);
    if (state !== 'wrong-number') await note(tx, request, 'done', state);
  });
}

const closing = statement<{ id: string; state: Decided; before: RequestState[] }, unknown>(
  'ecps_decide',
  (value) => sql`with decided as (update credentials.ecps_requests
      set state = ${value('state')}, decided_at = clock_timestamp()
      where id = ${value('id')}::uuid and state = any(${value('before')}::text[]) and expires_at > clock_timestamp()
      returning id, ecps_id)
    select ${told(sql`id`, sql`ecps_id`)} from decided`,
);

async function note(
  ctx: Ctx,
  request: RequestRow,
  outcome: 'done' | 'refused',
  reason: string,
): Promise<void> {
  await journal(ctx, {
    act: 'credentials.answer-request',
    subject: request.idNat,
    outcome,
    reason,
    data: { clientId: request.clientId, request: request.id },
  });
}
