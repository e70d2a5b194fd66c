import { type Ctx, transaction } from '../../../platform/context.js';
import { isValid } from '../../nomenclatures/index.js';
import { errors } from '../errors.js';
import { actorKind } from '../rules/actor-kind.js';
import { type MemberAct, type MemberState, nextState } from '../rules/life-cycle.js';
import { problem } from '../rules/problem.js';
import { startOfDay } from '../rules/start-of-day.js';
import { lockMembers, type MemberRow } from '../store.js';
import { recordVersion } from './record-version.js';

/** The state that an act leads to. Throws 403 when this actor never may, 409 when the file is not there yet. */
export function stateAfter(ctx: Ctx, member: MemberRow, act: MemberAct): MemberState {
  const kind = actorKind(ctx.actor);
  if (!kind) throw errors.forbiddenActor(act);
  const next = nextState(member.state, act, kind);
  if (!next) throw errors.forbiddenAct(act, member.state);
  return next;
}

export interface Closing {
  readonly memberId: string;
  /** TRE_R25. */
  readonly reason: string;
  /** Last day, YYYY-MM-DD; today or before. */
  readonly on: string;
  readonly expectedVersion?: number;
}

/** Ends a membership: its exercises end in the register, its file stays readable. Out: the version that says so. */
export async function closeMember(ctx: Ctx, closing: Closing): Promise<{ version: number }> {
  const { reason, on, ...rest } = closing;
  if (!isValid('TRE_R25', reason)) throw errors.invalidRecord([problem('reason', 'unknown-code')]);
  return moveMember(ctx, { ...rest, act: 'close', on, details: { reason, on } });
}

/** Suspends a member, or ends the suspension: the register shows no exercise in between, and not why. */
export async function suspendMember(
  ctx: Ctx,
  memberId: string,
  act: 'suspend' | 'resume',
  reason: string,
): Promise<{ version: number }> {
  return moveMember(ctx, { memberId, act, details: { reason } });
}

interface Move {
  readonly memberId: string;
  readonly act: 'close' | 'suspend' | 'resume';
  readonly on?: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly expectedVersion?: number;
}

async function moveMember(ctx: Ctx, move: Move): Promise<{ version: number }> {
  return transaction(ctx, async (tx) => {
    const [member] = await lockMembers(tx, [move.memberId]);
    if (!member) throw errors.unknownMember();
    if (move.expectedVersion !== undefined && move.expectedVersion !== member.version)
      throw errors.staleVersion(member.version);
    return recordVersion(tx, member, {
      act: move.act,
      record: (current) => current,
      state: stateAfter(tx, member, move.act),
      effectiveAt: effectiveOn(tx, move.on),
      details: move.details,
    });
  });
}

/** A membership ends with its last day; the day that is not over yet ends now. */
function effectiveOn(ctx: Ctx, on: string | undefined): Date {
  const now = ctx.clock.now();
  if (on === undefined) return now;
  const [start, end] = [startOfDay(on), startOfDay(on, 1)];
  if (!start || !end) throw errors.invalidRecord([problem('on', 'impossible-day')]);
  if (start > now) throw errors.invalidRecord([problem('on', 'future-effect')]);
  if (end > now) return now;
  return end;
}
