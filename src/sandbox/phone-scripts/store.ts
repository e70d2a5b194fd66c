import { sql } from 'kysely';
import type { Ctx } from '../../platform/context.js';
import { one, rows } from '../../platform/db/connection.js';
import type { PlayedScript, Script, Step } from './script.js';

type WithDb = Pick<Ctx, 'db'>;

/** A scripted phone by what the player needs of it. */
export interface ScriptedPhone {
  readonly id: string;
  readonly ecpsId: string;
}

/** Sets the script of a phone in place of the former one; an empty one takes it away. */
export async function writeScript(ctx: WithDb, phoneId: string, script: Script): Promise<void> {
  const otherwise = script.otherwise ? JSON.stringify(script.otherwise) : null;
  await sql`insert into sandbox.phone_scripts (phone_id, steps, otherwise)
    values (${phoneId}, ${JSON.stringify(script.steps)}::jsonb, ${otherwise}::jsonb)
    on conflict (phone_id) do update set steps = excluded.steps, otherwise = excluded.otherwise, played = 0,
      handled = '{}'`.execute(ctx.db);
}

/** The script of a phone; undefined without one. */
export async function readScript(ctx: WithDb, phoneId: string): Promise<PlayedScript | undefined> {
  const row = await one(
    ctx.db,
    sql<{ steps: Step[]; otherwise: Step | null; played: number }>`select steps, otherwise, played
      from sandbox.phone_scripts where phone_id = ${phoneId}`,
  );
  return row && { steps: row.steps, played: row.played, ...(row.otherwise && { otherwise: row.otherwise }) };
}

/** The phones whose script is not over. */
export function scriptedPhones(ctx: WithDb): Promise<ScriptedPhone[]> {
  return rows(
    ctx.db,
    sql<ScriptedPhone>`select p.id, p.ecps_id as "ecpsId" from sandbox.phone_scripts s
      join sandbox.phones p on p.id = s.phone_id
      where s.otherwise is not null or s.played < jsonb_array_length(s.steps)`,
  );
}

/**
 * Takes the next step for a sign-in. Undefined when it got one already, or when none is left: several processes may
 * look at the same phone.
 */
export async function takeStep(ctx: WithDb, phoneId: string, requestId: string): Promise<Step | undefined> {
  const row = await one(
    ctx.db,
    sql<{ step: Step }>`update sandbox.phone_scripts s set played = played + 1,
        -- A wrong code leaves the sign-in waiting for the next step.
        handled = case when coalesce(steps -> played, otherwise) ->> 'do' = 'wrong-code' then handled
          else (array[${requestId}::uuid] || handled)[1:50] end
      where phone_id = ${phoneId} and not ${requestId}::uuid = any(handled)
        and (otherwise is not null or played < jsonb_array_length(steps))
      returning coalesce(steps -> (played - 1), otherwise) as step`,
  );
  return row?.step;
}
