import { sql } from 'kysely';
import { mailboxAccess } from '../modules/messaging/index.js';
import type { Ctx } from '../platform/context.js';
import { rows } from '../platform/db/connection.js';
import { Refusal } from '../platform/errors.js';

export interface SecureMail {
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly at: Date;
}

/** By what a mailbox is opened: the Pro Santé Connect token of a person, or the key of a program. */
export interface MailKeys {
  readonly accessToken?: string | undefined;
  readonly serviceKey?: string | undefined;
}

const refused = (status: number, code: string, message: string) =>
  new Refusal({ code: `sandbox.${code}`, status, message });

/** Delivers a message to a mailbox of any type, shown in the directory or not. @throws Refusal 404 nothing receives there */
export async function deliver(
  ctx: Ctx,
  { to, from, subject, text }: { to: string; from: string; subject: string; text: string },
): Promise<void> {
  if (!(await mailboxAccess(ctx, to)))
    throw refused(404, 'no-such-mailbox', 'Aucune BAL ne reçoit à cette adresse.');
  await sql`insert into sandbox.secure_mail (address, sender, subject, body, at)
    values (${to.trim().toLowerCase()}, ${from}, ${subject}, ${text}, ${ctx.clock.now()})`.execute(ctx.db);
}

/**
 * The messages of a mailbox, newest first, for whoever may open it. An applicative mailbox has no human login: the
 * e-CPS of a person is refused there, and the key of a program everywhere else.
 * @throws Refusal 401 a token that opens nothing, 403 another's mailbox or the wrong way in, 404 no such mailbox
 */
export async function openMailbox(ctx: Ctx, address: string, keys: MailKeys): Promise<SecureMail[]> {
  const { accessToken, serviceKey } = keys;
  const opener =
    serviceKey === undefined ? { idNat: await personOf(ctx, accessToken ?? '') } : { serviceKey };
  const access = await mailboxAccess(ctx, address, opener);
  if (!access) throw refused(404, 'no-such-mailbox', 'Aucune BAL ne reçoit à cette adresse.');
  if (!access.opens) {
    if (access.type === 'APP' && serviceKey === undefined)
      throw refused(
        403,
        'no-human-login',
        'Une BAL applicative ne s’ouvre pas avec l’e-CPS d’une personne : présentez la clé de son programme.',
      );
    throw refused(403, 'not-your-mailbox', 'Cette BAL ne s’ouvre pas ainsi.');
  }
  return secureMails(ctx, address);
}

/** The messages of a mailbox, newest first, for whom the caller has found that he may read them. */
export function secureMails(ctx: Pick<Ctx, 'db'>, address: string): Promise<SecureMail[]> {
  return rows(
    ctx.db,
    sql<SecureMail>`select sender "from", subject, body text, at from sandbox.secure_mail
      where address = ${address.trim().toLowerCase()} order by id desc limit 100`,
  );
}

/** Asks Pro Santé Connect who holds a token, over HTTP like any foreign service. */
async function personOf({ config }: Ctx, accessToken: string): Promise<string> {
  const url = `${config.origin}/auth/realms/esante-wallet/protocol/openid-connect/userinfo`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${accessToken}` } });
  if (answer.status !== 200) throw refused(401, 'no-identity', 'Ce jeton Pro Santé Connect n’ouvre rien.');
  const { SubjectNameID = '' } = (await answer.json()) as { SubjectNameID?: string };
  return SubjectNameID;
}
