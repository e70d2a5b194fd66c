import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import type { JobHandler } from '../../../platform/jobs.js';
import { PARTS } from './parts.js';

const PATIENCE_MS = 5000;

/**
 * Asks each part of this program once, as a stranger would, and writes down for this minute whether it answered. Of
 * several processes one that answers is enough. Harmless when repeated.
 */
export async function measureAvailability(ctx: Ctx): Promise<void> {
  const { host, port } = ctx.config;
  const here = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const origin = `http://${here.includes(':') ? `[${here}]` : here}:${port}`;
  const told = await Promise.all(
    PARTS.map(async ({ code, path }) => ({ code, answered: await answers(origin + path) })),
  );
  for (const { code, answered } of told)
    await sql`insert into tracking.beats as held (minute, part, answered)
      values (date_trunc('minute', now()), ${code}, ${answered})
      on conflict (part, minute) do update set answered = held.answered or excluded.answered`.execute(ctx.db);
  await sql`delete from tracking.beats where minute < now() - interval '13 months'`.execute(ctx.db);
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'manual' });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}

/** Every minute. */
export const measureAvailabilityJob: JobHandler = {
  name: 'tracking.measure-availability',
  every: '* * * * *',
  run: measureAvailability,
};
