import { sql } from 'kysely';
import { USAGE_ACTS, type UsageAct, type UsageRow, usageOf } from '../../modules/guidance/index.js';
import { today } from '../../platform/clock.js';
import type { Ctx } from '../../platform/context.js';
import { rows } from '../../platform/db/connection.js';
import { Refusal } from '../../platform/errors.js';
import type { Caller } from './caller.js';
import { sectoralErrors } from './errors.js';

/** One call as it was traced. */
export interface ServiceCall {
  readonly at: Date;
  readonly service: string;
  readonly act: UsageAct;
  readonly means: string | null;
  readonly mode: string | null;
  readonly idNat: string | null;
  readonly cardNumber: string | null;
  readonly structure: string | null;
  readonly certificate: string | null;
  readonly account: string | null;
  readonly outcome: 'done' | 'refused';
  readonly code: string | null;
  readonly row: string | null;
  readonly about: string | null;
}

/** What a call is: the act, and the invented patient or the mailbox that it is about. */
export interface Asked {
  readonly act: UsageAct;
  readonly about?: string;
}

/**
 * Serves a call when the usage matrix of the day lets its means do it. Done or refused, it is traced: the person or the
 * structure and the account that it names, the means, direct or not, the line of the matrix.
 * @throws Refusal 401 nothing shown, 403 with the line that says no, or what `work` throws
 */
export async function served<T>(
  ctx: Ctx,
  caller: Caller | undefined,
  asked: Asked,
  work: (caller: Caller, row: UsageRow) => Promise<T>,
): Promise<T> {
  const row = caller && usageOf(asked.act, caller.means, today(ctx.clock));
  try {
    if (!caller) throw sectoralErrors.noMeans();
    if (row?.answer !== 'yes')
      throw sectoralErrors.notByThisMeans(row ?? { id: `${asked.act}.${caller.means}`, source: '' });
    const answer = await work(caller, row);
    await trace(ctx, caller, asked, { outcome: 'done', row });
    return answer;
  } catch (error) {
    if (error instanceof Refusal)
      await trace(ctx, caller, asked, { outcome: 'refused', row, code: error.code });
    throw error;
  }
}

async function trace(
  ctx: Ctx,
  caller: Caller | undefined,
  { act, about }: Asked,
  told: { outcome: 'done' | 'refused'; row: UsageRow | undefined; code?: string },
): Promise<void> {
  const { certificate, card } = caller ?? {};
  const named = certificate && `${certificate.commonName} ${certificate.serial}`;
  await sql`insert into sandbox.service_calls
      (at, service, act, means, mode, id_nat, card_number, structure, certificate, account, outcome, code, usage_row, about)
    values (${ctx.clock.now()}, ${USAGE_ACTS[act].service}, ${act}, ${caller?.means ?? null}, ${told.row?.mode ?? null},
      ${caller?.idNat ?? null}, ${card?.number ?? null}, ${certificate?.structureId ?? null}, ${named ?? null},
      ${caller?.account ?? null}, ${told.outcome}, ${told.code ?? null}, ${told.row?.id ?? null}, ${about ?? null})`.execute(
    ctx.db,
  );
}

/** The last calls, newest first: of everybody, or those that bear one person, structure or account. */
export function serviceCalls(ctx: Pick<Ctx, 'db'>, who?: string, limit = 100): Promise<ServiceCall[]> {
  const mine = who ? sql`where ${who} in (id_nat, structure, account, about)` : sql``;
  return rows(
    ctx.db,
    sql<ServiceCall>`select at, service, act, means, mode, id_nat "idNat", card_number "cardNumber", structure,
        certificate, account, outcome, code, usage_row "row", about
      from sandbox.service_calls ${mine} order by id desc limit ${limit}`,
  );
}
