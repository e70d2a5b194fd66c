import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { affected, rows } from '../../../../platform/db/connection.js';
import { renewalNotice } from '../messages.js';
import { NOTICE_DAYS, noticeDue } from '../rules/notices.js';
import { columns, joined, type SoftwareCertificate } from '../store.js';

/** Tells the contacts of certificates that end soon, once for each notice. Out: how many certificates were told of. */
export async function tellRenewals(ctx: Ctx): Promise<number> {
  const now = ctx.clock.now();
  const soon = await rows(
    ctx.db,
    sql<SoftwareCertificate & { contacts: string[]; told: number | null }>`select ${columns}, s.contacts,
        s.told_days as told from ${joined}
      where s.revoked_at is null and s.expires_at > ${now}
        and s.expires_at <= ${now}::timestamptz + make_interval(days => ${NOTICE_DAYS[0]})
        and cardinality(s.contacts) > 0 order by s.expires_at, s.serial`,
  );
  let told = 0;
  for (const certificate of soon) {
    const days = noticeDue(certificate.expiresAt, now, certificate.told);
    if (days !== undefined && (await tell(ctx, certificate, certificate.contacts, days))) told += 1;
  }
  return told;
}

/** The mails leave before the mark is kept: a notice that could not leave is sent by the next run. */
function tell(
  ctx: Ctx,
  certificate: SoftwareCertificate,
  contacts: readonly string[],
  days: number,
): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const marked = await affected(
      tx.db,
      sql`update credentials.software_certificates set told_days = ${days}
        where serial = ${certificate.serial} and revoked_at is null
          and (told_days is null or told_days > ${days})`,
    );
    if (marked === 0) return false;
    for (const contact of contacts) await ctx.mail.send(renewalNotice(contact, certificate, days));
    return true;
  });
}
