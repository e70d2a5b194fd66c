import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { Difference } from '../rules/differences.js';

/** One version of a member, told: who did what, when, from what to what. */
export interface HistoryLine {
  readonly version: number;
  readonly act: string;
  readonly by: string;
  readonly recordedAt: Date;
  readonly effectiveAt: Date;
  readonly closed: boolean;
  /** Old and new values, e.g. `{field: 'correspondence/mail', from, to}`; none for the first version. */
  readonly changed: readonly Difference[];
}

/** Every version of a member, oldest first. */
export function memberHistory(ctx: Pick<Ctx, 'db'>, memberId: string): Promise<HistoryLine[]> {
  return rows(
    ctx.db,
    sql<HistoryLine>`select version, act, by, recorded_at "recordedAt", effective_at "effectiveAt", closed, changed
      from authorities.member_versions where member_id = ${memberId}::uuid order by version`,
  );
}

/** One step of a file: application, validation, suspension, end. */
export interface ActLine {
  readonly act: string;
  readonly from: string | null;
  readonly to: string;
  readonly by: string;
  readonly at: Date;
  /** For a validation: agent, what was checked, when; for a refusal or an end: the reason. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** The steps of a file, oldest first. */
export function memberActs(ctx: Pick<Ctx, 'db'>, memberId: string): Promise<ActLine[]> {
  return rows(
    ctx.db,
    sql<ActLine>`select act, from_state "from", to_state "to", by, at, details
      from authorities.acts where member_id = ${memberId}::uuid order by id`,
  );
}
