import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected, one, rows } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { sendNotice } from '../../../platform/mail.js';
import { hashToken } from '../../../platform/secrets.js';
import { noteGivenUp } from '../changes/note.js';
import type { PersonCopy } from '../store.js';
import { establishment } from './establishments.js';

/** An account as its establishment names it. */
export interface Account {
  readonly establishment: string;
  readonly subject: string;
}

export interface Pairing {
  readonly id: string;
  readonly establishment: string;
  readonly establishmentName: string;
  readonly accountId: string;
  /** The means that was shown, as `authMode`. */
  readonly pairedWith: string;
  readonly pairedAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
}

const columns = sql`p.id, establishment, e.name "establishmentName", account_id "accountId", paired_with "pairedWith",
  paired_at "pairedAt", expires_at "expiresAt", last_used_at "lastUsedAt"`;
const joined = sql`identity_provider.pairings p join identity_provider.establishments e on e.code = establishment`;

const keyOf = ({ establishment: code, subject }: Account) => hashToken(`${code}\0${subject}`);

/** The pairing of an account, while it lasts and its establishment is authorised. */
export function pairingOf(ctx: Pick<Ctx, 'db' | 'clock'>, account: Account): Promise<Pairing | undefined> {
  return one(
    ctx.db,
    sql<Pairing>`select ${columns} from ${joined} where establishment = ${account.establishment}
      and subject_hash = ${keyOf(account)} and ended_at is null and expires_at > ${ctx.clock.now()} and e.authorised`,
  );
}

/** The pairings of a person that last, newest first. */
export function pairingsOf(ctx: Pick<Ctx, 'db' | 'clock'>, accountId: string): Promise<Pairing[]> {
  return rows(
    ctx.db,
    sql<Pairing>`select ${columns} from ${joined} where account_id = ${accountId} and ended_at is null
      and expires_at > ${ctx.clock.now()} order by paired_at desc`,
  );
}

/** Uses a pairing once more; false when it ended meanwhile. */
export async function usePairing(ctx: Pick<Ctx, 'db' | 'clock'>, id: string): Promise<boolean> {
  const now = ctx.clock.now();
  const used = sql`update identity_provider.pairings p set last_used_at = ${now}
    from identity_provider.establishments e where e.code = establishment and e.authorised
      and p.id = ${id} and ended_at is null and expires_at > ${now}`;
  return (await affected(ctx.db, used)) === 1;
}

/**
 * Pairs an account with the person who just showed a strong means. What the account was paired with before ends, and so
 * does another account of that person there. The person is told by mail. Out: false when the establishment is closed.
 */
export async function pair(
  ctx: Ctx,
  account: Account,
  person: PersonCopy,
  pairedWith: string,
): Promise<boolean> {
  const place = await establishment(ctx, account.establishment);
  if (!place?.authorised) return false;
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + place.pairingDays * 86_400_000);
  await transaction(ctx, async (tx) => {
    // One at a time for an account, whoever else pairs it at this moment.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`pairing:${place.code}`}, 0))`.execute(tx.db);
    await sql`update identity_provider.pairings set ended_at = ${now}, end_reason = 'replaced'
      where establishment = ${place.code} and ended_at is null
        and (subject_hash = ${keyOf(account)} or account_id = ${person.accountId})`.execute(tx.db);
    await sql`insert into identity_provider.pairings (establishment, subject_hash, account_id, paired_with, paired_at,
        expires_at) values (${place.code}, ${keyOf(account)}, ${person.accountId}, ${pairedWith}, ${now}, ${expiresAt})`.execute(
      tx.db,
    );
    const data = { establishment: place.code, pairedWith };
    await journal(tx, {
      act: 'identity-provider.pair-account',
      subject: person.idNat,
      outcome: 'done',
      data,
    });
  });
  await tell(ctx, person, place.name);
  return true;
}

async function tell(ctx: Ctx, person: PersonCopy, place: string): Promise<void> {
  if (!person.mail) return;
  const text = [
    `Bonjour ${person.givenName} ${person.familyName},`,
    `Votre compte de ${place} vient d’être associé à votre identité Pro Santé Connect : il vous connecte désormais.`,
    `Ce n’était pas vous ? Défaites l’association : ${ctx.config.origin}/portail-psc/moyens`,
  ];
  const subject = 'Un compte associé à Pro Santé Connect';
  await sendNotice(ctx, { to: person.mail, subject, text: text.join('\n\n') });
}

/** Who ends a pairing. */
export type PairingEnd = 'holder' | 'operator' | 'closed';

/** Ends one pairing: of that person, where it is the holder who asks. Out: whether there was one. Journaled. */
export function endPairing(
  ctx: Ctx,
  which: { readonly id: string; readonly accountId?: string },
  reason: PairingEnd,
): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const own = which.accountId === undefined ? sql`` : sql`and r.account_id = ${which.accountId}`;
    const ended = await one(
      tx.db,
      sql<{
        idNat: string;
      }>`update identity_provider.pairings r set ended_at = ${tx.clock.now()}, end_reason = ${reason}
        from identity_provider.people p where p.account_id = r.account_id
          and id::text = ${which.id} and ended_at is null ${own} returning p.id_nat "idNat"`,
    );
    if (!ended) return false;
    await noteGivenUp(tx, { idNat: ended.idNat, means: 'DELEGATION', cause: `pairing:${which.id}` });
    const data = { end: reason };
    await journal(tx, {
      act: 'identity-provider.end-pairing',
      subject: `pairing:${which.id}`,
      outcome: 'done',
      data,
    });
    return true;
  });
}

/** Ends the pairings of people who were closed. */
export async function endPairingsOf(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  accountIds: readonly string[],
): Promise<void> {
  await sql`update identity_provider.pairings set ended_at = ${ctx.clock.now()}, end_reason = 'closed'
    where account_id = any(${[...accountIds]}::uuid[]) and ended_at is null`.execute(ctx.db);
}
