import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { usedUp, withinLimit } from '../../../platform/rate-limit.js';
import { hashCode, hashToken, randomDigits, randomToken } from '../../../platform/secrets.js';
import { errors } from '../errors.js';
import { CODE_SECONDS, CODE_TRIES, LINK_SECONDS, WRONG_A_DAY } from '../rules/session-life.js';

const DAY = 24 * 3600;

/** Who a link or a code is about: the door (authority code) and the member behind it. */
export interface LoginSubject {
  readonly door: string;
  readonly memberId: string;
}

/** Makes the one-time token of a mail link, good for 15 minutes; only its hash is kept. */
export async function issueLoginLink(ctx: Ctx, { door, memberId }: LoginSubject): Promise<string> {
  const token = randomToken();
  await sql`insert into access.login_links (token_hash, door, member, expires_at)
    values (${hashToken(token)}, ${door}, ${memberId}, now() + ${LINK_SECONDS} * interval '1 second')`.execute(
    ctx.db,
  );
  return token;
}

/**
 * Spends a mail link at the door it was made for, and makes the SMS code that completes it (10 minutes, three tries).
 * Out: the member, the code to send, and the challenge to hand back with it.
 * @throws Refusal 410 when the link was spent, expired, or belongs to another door
 */
export function spendLoginLink(
  ctx: Ctx,
  door: string,
  token: string,
): Promise<{ memberId: string; challenge: string; code: string }> {
  return transaction(ctx, async (tx) => {
    const member = await spendLink(tx, door, token);
    const [challenge, code] = [randomToken(), randomDigits(6)];
    const id = hashToken(challenge);
    await sql`insert into access.login_codes (id, door, member, code_hash, expires_at)
      values (${id}, ${door}, ${member}, ${hashCode(tx.config.secret, id, code)},
        now() + ${CODE_SECONDS} * interval '1 second')`.execute(tx.db);
    return { memberId: member, challenge, code };
  });
}

/**
 * Makes a link good again whose code did not leave, and forgets that code. In: the token of the link and the challenge that it
 * gave. A code that was typed meanwhile had left: nothing is undone then.
 */
export function takeBackLoginLink(
  ctx: Ctx,
  { token, challenge }: { token: string; challenge: string },
): Promise<void> {
  return transaction(ctx, async (tx) => {
    const code = await one(
      tx.db,
      sql<{
        id: string;
      }>`delete from access.login_codes where id = ${hashToken(challenge)} and spent_at is null
        returning id`,
    );
    if (code)
      await sql`update access.login_links set spent_at = null where token_hash = ${hashToken(token)}`.execute(
        tx.db,
      );
  });
}

/** Spends a link at the door it was made for, once. Out: whom it was made for. @throws Refusal 410 */
export async function spendLink(tx: Pick<Ctx, 'db'>, door: string, token: string): Promise<string> {
  const link = await one(
    tx.db,
    sql<{ member: string }>`update access.login_links set spent_at = now()
      where token_hash = ${hashToken(token)} and door = ${door} and spent_at is null and expires_at > now()
      returning member`,
  );
  if (!link) throw errors.deadLink();
  return link.member;
}

/**
 * Spends an SMS code. Every call costs a try, counted before the comparison, so that parallel guesses count too.
 * Out: the member who may now be signed in. @throws Refusal 422 wrong, spent, expired or tried too often, this code or
 * those of the same member in a day
 */
export async function spendLoginCode(
  ctx: Ctx,
  { door, challenge, code }: { door: string; challenge: string; code: string },
): Promise<string> {
  const id = hashToken(challenge);
  const tried = await one(
    ctx.db,
    sql<{
      member: string;
    }>`update access.login_codes set tries = tries + 1 where id = ${id} and door = ${door}
      and tries < ${CODE_TRIES} and spent_at is null and expires_at > now() returning member`,
  );
  if (!tried) throw errors.wrongCode();
  const wrongOnes = `login-code-wrong:${tried.member}`;
  if (await usedUp(ctx, wrongOnes, WRONG_A_DAY, DAY)) throw errors.wrongCode();
  // The hash is keyed by the server's secret: comparing it in SQL tells a stranger nothing.
  const spent = await one(
    ctx.db,
    sql<{ member: string }>`update access.login_codes set spent_at = now()
      where id = ${id} and spent_at is null and code_hash = ${hashCode(ctx.config.secret, id, code)}
      returning member`,
  );
  if (spent) return spent.member;
  await withinLimit(ctx, wrongOnes, WRONG_A_DAY, DAY);
  throw errors.wrongCode();
}
