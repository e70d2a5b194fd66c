import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { affected, rows } from '../../../../platform/db/connection.js';
import { NOTICE_DAYS, noticeDue } from '../../certificates/rules/notices.js';

/** An e-CPS whose holder is to be told that it ends. */
export interface EndingMeans {
  readonly id: string;
  readonly idNat: string;
  readonly expiresAt: Date;
  /** Which notice: 60, 30 or 7 days before the end. */
  readonly notice: number;
}

/** The e-CPS that end within sixty days and whose nearest notice was not sent yet, at most `limit` after an id. */
export async function endingMeans(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  after: string,
  limit: number,
): Promise<{ readonly due: EndingMeans[]; readonly last: string | undefined }> {
  const now = ctx.clock.now();
  const soon = await rows(
    ctx.db,
    sql<Omit<EndingMeans, 'notice'> & { told: number | null }>`select id, id_nat as "idNat",
        expires_at as "expiresAt", told_days as told from credentials.ecps
      where state = 'active' and expires_at > ${now}
        and expires_at <= ${now}::timestamptz + make_interval(days => ${NOTICE_DAYS[0]}) and id > ${after}::uuid
      order by id limit ${limit}`,
  );
  const due = soon.flatMap(({ told, ...means }) => {
    const notice = noticeDue(means.expiresAt, now, told);
    return notice === undefined ? [] : [{ ...means, notice }];
  });
  return { due, last: soon.length === limit ? soon.at(-1)?.id : undefined };
}

/** Marks a notice as sent, once; false when it was, or when the e-CPS was renewed or ended meanwhile. */
export async function markTold(ctx: Pick<Ctx, 'db'>, told: EndingMeans): Promise<boolean> {
  const marked = sql`update credentials.ecps set told_days = ${told.notice}
    where id = ${told.id} and state = 'active' and expires_at = ${told.expiresAt}
      and (told_days is null or told_days > ${told.notice})`;
  return (await affected(ctx.db, marked)) === 1;
}
