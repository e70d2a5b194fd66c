import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { statement } from '../../../../platform/db/statement.js';
import { Refusal } from '../../../../platform/errors.js';
import { emit } from '../../../../platform/events.js';
import { journal, journalLine, journalWords, type NewLine } from '../../../../platform/journal.js';
import { errors } from '../errors.js';
import { decided } from '../events.js';
import { checkFingerprint } from '../fingerprint/check.js';
import { REQUEST, type RequestState, statesBefore } from '../rules/life-cycle.js';
import { readSigned } from '../signed-answer.js';
import { type RequestRow, requestRow, told } from '../store.js';
import { countRightCode } from './check-personal-code.js';

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
    if (error instanceof Refusal) await note(ctx, request, error.code);
    throw error;
  }
}

async function decide(ctx: Ctx, request: RequestRow, input: AnswerInput) {
  const payload = readSigned(request.publicKey, input.answer, request);
  assertOpen(request);
  if (payload.decision === 'refuse') {
    await close(ctx, request, 'refused', false);
    return { decision: 'refused' as const };
  }
  const byCode = input.assertion === undefined;
  if (byCode) await countRightCode(ctx, request.ecpsId, input.pin ?? '');
  else await checkFingerprint(ctx, request.ecpsId, input.answer, input.assertion);
  const right = payload.number === request.rightNumber;
  await close(ctx, request, right ? 'approved' : 'wrong-number', byCode);
  if (!right) throw errors.wrongNumber();
  return { decision: 'approved' as const };
}

/** Spares the person a try of the personal code on a request that cannot succeed any more. */
function assertOpen({ state, inTime }: RequestRow): void {
  if (state !== 'pending') throw errors.alreadyAnswered();
  if (!inTime) throw errors.expiredRequest();
}

type Decided = 'approved' | 'refused' | 'wrong-number';

/** `rightCode`: the personal code was right, its tries are forgotten whatever becomes of the request. */
async function close(ctx: Ctx, request: RequestRow, state: Decided, rightCode: boolean): Promise<void> {
  const values = {
    ...{ id: request.id, ecpsId: request.ecpsId, rightCode, state, before: statesBefore(REQUEST, state) },
    ...{ ...journalLine(ctx, entryOf(request, 'done', state)), noted: state !== 'wrong-number' },
  };
  const isClosed = async (tx: Ctx) => (await closing(tx.db, values)).rows.length > 0;
  const closed = request.followed
    ? await transaction(ctx, async (tx) => {
        const first = await isClosed(tx);
        if (first) await emit(tx, [decided(request.id)]);
        return first;
      })
    : await isClosed(ctx);
  if (!closed) throw errors.alreadyAnswered();
}

type Closing = NewLine & {
  readonly id: string;
  readonly ecpsId: string;
  readonly rightCode: boolean;
  readonly state: Decided;
  readonly before: RequestState[];
  readonly noted: boolean;
};

// The means before the request, always: whoever ends a means holds both in that order.
const closing = statement<Closing, unknown>(
  'ecps_decide',
  (value) => sql`with forgotten as (update credentials.ecps set failed_tries = 0
      where id = ${value('ecpsId')} and state = 'active' and ${value('rightCode')}::boolean returning id),
    decided as (update credentials.ecps_requests
      set state = ${value('state')}, decided_at = clock_timestamp()
      where id = ${value('id')}::uuid and state = any(${value('before')}::text[]) and expires_at > clock_timestamp()
        and (select count(*) from forgotten) >= 0
      returning id, ecps_id),
    noted as (${journalWords(value, sql`${value('noted')}::boolean and exists (select from decided)`)})
    select ${told(sql`id`, sql`ecps_id`)} from decided`,
);

const entryOf = (request: RequestRow, outcome: 'done' | 'refused', reason: string) => ({
  act: 'credentials.answer-request',
  subject: request.idNat,
  outcome,
  reason,
  data: { clientId: request.clientId, request: request.id },
});

const note = (ctx: Ctx, request: RequestRow, reason: string): Promise<void> =>
  journal(ctx, entryOf(request, 'refused', reason));
