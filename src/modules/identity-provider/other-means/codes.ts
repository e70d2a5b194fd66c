import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected, one, rows } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { withinLimit } from '../../../platform/rate-limit.js';
import { hashCode, hashToken, randomDigits, sameText, seal, unseal } from '../../../platform/secrets.js';
import { noteGivenUp } from '../changes/note.js';
import { noMobile, tooManyCodes, wrongCode } from '../errors.js';
import { type PersonCopy, personByIdNat } from '../store.js';
import type { Holder } from './holder.js';
import { assertMayEnrol } from './may-enrol.js';
import { SECRET_BYTES, shownSecret, stepOfCode } from './one-time-code.js';

export type CodeKind = 'TOTP' | 'SMS';

interface Limit {
  readonly most: number;
  readonly seconds: number;
}

/** Tries of a person, right and wrong, whatever the browsers: a code of six digits bears no more. */
const TRIES: readonly Limit[] = [
  { most: 5, seconds: 900 },
  { most: 30, seconds: 86_400 },
];
const SENDINGS: readonly Limit[] = [{ most: 3, seconds: 900 }];
const SMS_TRIES = 3;
const SMS_MINUTES = 5;

const SEALED = 'identity-provider.totp';

/** What a person turned on. */
export interface CodeMeans {
  readonly kind: CodeKind;
  readonly enabledAt: Date;
  readonly lastUsedAt: Date | null;
}

export function codeMeansOf(ctx: Pick<Ctx, 'db'>, accountId: string): Promise<CodeMeans[]> {
  return rows(
    ctx.db,
    sql<CodeMeans>`select kind, enabled_at "enabledAt", last_used_at "lastUsedAt"
      from identity_provider.code_means where account_id = ${accountId} order by kind`,
  );
}

/** A new secret for an application, to be kept (sealed) until its first code is typed. */
export function newSecret(person: Pick<Holder, 'idNat'>) {
  const secret = randomBytes(SECRET_BYTES);
  return { secret: secret.toString('base64url'), ...shownSecret(secret, person.idNat) };
}

/**
 * Turns codes of an application on, once the application shows the right one.
 * @throws errors.wrongCode, notStrongEnough
 */
export async function enableTotp(
  ctx: Ctx,
  person: Holder,
  given: { readonly secret: string; readonly code: string; readonly signedInBy: string },
): Promise<void> {
  assertMayEnrol(ctx, given.signedInBy);
  const secret = Buffer.from(given.secret, 'base64url');
  const step = stepOfCode(secret, given.code, Date.now());
  if (step === undefined) throw wrongCode();
  await enable(ctx, person, { kind: 'TOTP', sealed: seal(ctx.config.secret, SEALED, given.secret), step });
}

/** Turns codes by SMS on, to the mobile that the authority knows. @throws errors.noMobile, notStrongEnough */
export async function enableSms(ctx: Ctx, person: Holder, signedInBy: string): Promise<void> {
  assertMayEnrol(ctx, signedInBy);
  if (!person.mobile) throw noMobile();
  await enable(ctx, person, { kind: 'SMS', sealed: null, step: 0 });
}

async function enable(
  ctx: Ctx,
  person: Holder,
  { kind, sealed, step }: { kind: CodeKind; sealed: string | null; step: number },
): Promise<void> {
  await transaction(ctx, async (tx) => {
    await sql`insert into identity_provider.code_means (account_id, kind, sealed_secret, last_step, enabled_at)
      values (${person.accountId}, ${kind}, ${sealed}, ${step}, ${tx.clock.now()})
      on conflict (account_id, kind) do update set sealed_secret = excluded.sealed_secret,
        last_step = excluded.last_step, enabled_at = excluded.enabled_at, last_used_at = null`.execute(tx.db);
    const data = { kind };
    await journal(tx, { act: 'identity-provider.enable-code', subject: person.idNat, outcome: 'done', data });
  });
}

/** Turns a kind of codes off. Out: whether it was on. */
export function disableCode(
  ctx: Ctx,
  person: Pick<Holder, 'accountId' | 'idNat'>,
  kind: CodeKind,
): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const gone = sql`delete from identity_provider.code_means where account_id = ${person.accountId} and kind = ${kind}`;
    if ((await affected(tx.db, gone)) === 0) return false;
    // Enabled again and given up again, it is another one.
    const cause = `code:${kind}:${randomUUID()}`;
    await noteGivenUp(tx, { idNat: person.idNat, means: kind, cause });
    const data = { kind };
    await journal(tx, {
      act: 'identity-provider.disable-code',
      subject: person.idNat,
      outcome: 'done',
      data,
    });
    return true;
  });
}

/** Counts one demand about an identifier, known or not: what is counted tells nothing of who exists. */
async function count(ctx: Ctx, what: string, idNat: string, limits: readonly Limit[]): Promise<void> {
  for (const { most, seconds } of limits)
    if (!(await withinLimit(ctx, `${what}:${hashToken(idNat)}:${seconds}`, most, seconds)))
      throw tooManyCodes();
}

/**
 * Sends a code to somebody who turned that on; to anybody else nothing, and nobody can tell from outside, nor by a gateway
 * that is away.
 * @throws errors.tooManyCodes
 */
export async function sendCode(ctx: Ctx, idNat: string): Promise<void> {
  await count(ctx, 'psc-sms', idNat, SENDINGS);
  const person = await personByIdNat(ctx, idNat);
  if (!person?.active || !person.mobile) return;
  const { accountId, mobile } = person;
  const code = randomDigits(6);
  const sent = await affected(
    ctx.db,
    sql`insert into identity_provider.sent_codes (account_id, code_hash, expires_at)
      select account_id, ${hashOf(ctx, accountId, code)}, now() + make_interval(mins => ${SMS_MINUTES})
      from identity_provider.code_means where account_id = ${accountId} and kind = 'SMS'
      on conflict (account_id) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at, tries = 0`,
  );
  if (sent === 0) return;
  const text = `Pro Santé Connect : votre code est ${code}. Il sert une fois, pendant ${SMS_MINUTES} minutes. Ne le donnez à personne.`;
  await ctx.sms
    .send({ to: mobile, text })
    .catch((err: unknown) => ctx.log.error({ err }, 'a code did not leave'));
}

const hashOf = (ctx: Pick<Ctx, 'config'>, accountId: string, code: string): string =>
  hashCode(ctx.config.secret, `sms-sign-in:${accountId}`, code);

/**
 * The person whose code it is, once; undefined for a wrong one, and for whoever did not turn that on. Every try counts,
 * before anything is compared. @throws errors.tooManyCodes
 */
export async function personOfCode(
  ctx: Ctx,
  idNat: string,
  kind: CodeKind,
  code: string,
): Promise<PersonCopy | undefined> {
  await count(ctx, 'psc-code', idNat, TRIES);
  const person = await personByIdNat(ctx, idNat);
  if (!person?.active) return undefined;
  const spend = kind === 'TOTP' ? spendTotp : spendSms;
  return (await spend(ctx, person.accountId, code)) ? person : undefined;
}

async function spendTotp(ctx: Ctx, accountId: string, code: string): Promise<boolean> {
  const row = await one(
    ctx.db,
    sql<{ sealed: string }>`select sealed_secret sealed from identity_provider.code_means
      where account_id = ${accountId} and kind = 'TOTP'`,
  );
  const secret = row && unseal(ctx.config.secret, SEALED, row.sealed);
  const step = secret ? stepOfCode(Buffer.from(secret, 'base64url'), code, Date.now()) : undefined;
  if (step === undefined) return false;
  const spent = sql`update identity_provider.code_means set last_step = ${step}, last_used_at = ${ctx.clock.now()}
    where account_id = ${accountId} and kind = 'TOTP' and last_step < ${step}`;
  return (await affected(ctx.db, spent)) === 1;
}

async function spendSms(ctx: Ctx, accountId: string, code: string): Promise<boolean> {
  const counted = await one(
    ctx.db,
    sql<{ hash: string }>`update identity_provider.sent_codes set tries = tries + 1
      where account_id = ${accountId} and expires_at > now() and tries < ${SMS_TRIES} returning code_hash hash`,
  );
  const hash = hashOf(ctx, accountId, code);
  if (!counted || !sameText(counted.hash, hash)) return false;
  const spent = sql`with spent as (delete from identity_provider.sent_codes
      where account_id = ${accountId} and code_hash = ${hash} returning account_id)
    update identity_provider.code_means m set last_used_at = ${ctx.clock.now()}
    from spent where m.account_id = spent.account_id and kind = 'SMS'`;
  return (await affected(ctx.db, spent)) === 1;
}

/** Forgets codes that nobody typed, and strong sign-ins that are too old to be taken up again. */
export async function forgetOldCodes(ctx: Pick<Ctx, 'db'>): Promise<void> {
  await sql`delete from identity_provider.sent_codes where expires_at < now()`.execute(ctx.db);
  await sql`delete from identity_provider.reentries where signed_in_at < now() - interval '4 hours'`.execute(
    ctx.db,
  );
}
