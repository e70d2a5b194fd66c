import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import { addressesOf } from './addresses.js';
import { authority } from './authorities.js';
import { sha1 } from './certify.js';
import { keyStore } from './key-store.js';
import { RESERVATION_MINUTES } from './register.js';
import { certificateParts, signedWhole } from './rules/certificate.js';
import { crlNumber, deltaOf, freshestCrl, issuerKeyExtension } from './rules/extensions.js';
import type { AuthorityKey } from './rules/names.js';
import { type Revoked, revocationListToSign, revokedLines } from './rules/revocation-list.js';

/** A CRL as it was signed. */
export interface PublishedList {
  readonly number: number;
  readonly der: Buffer;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
}

const [HOUR, DAY] = [3_600_000, 86_400_000];
/** How often each kind is made anew, and how long it may be used. Our choice: the national rhythm is not published. */
const RHYTHMS = {
  full: { every: DAY, valid: 7 * DAY },
  delta: { every: HOUR, valid: DAY },
} as const;
/** A revocation reaches the delta within that long; a delta repeats as much of its base, for clocks and transactions. */
const MINUTE = 60_000;
const OVERLAP_HOURS = 1;

/**
 * The current CRL of an authority (RFC 5280 §5), made when it is asked for: the full one once a day, the delta once an
 * hour and a minute after a revocation at the latest.
 */
export async function revocationList(
  ctx: Ctx,
  name: AuthorityKey,
  kind: 'full' | 'delta',
): Promise<PublishedList> {
  if (kind === 'delta') await revocationList(ctx, name, 'full');
  const held = await usableList(ctx, name, kind);
  if (held) return held;
  const by = await authority(ctx, name);
  return transaction(ctx, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`credentials.crl.${name}`}, 0))`.execute(tx.db);
    return (await usableList(tx, name, kind)) ?? makeList(tx, by, kind);
  });
}

async function usableList(
  ctx: Pick<Ctx, 'db'>,
  name: AuthorityKey,
  kind: 'full' | 'delta',
): Promise<PublishedList | undefined> {
  const found = await latest(ctx, name, kind);
  if (!found) return undefined;
  const age = Date.now() - found.thisUpdate.getTime();
  if (age > RHYTHMS[kind].every) return undefined;
  if (kind === 'full' || age < MINUTE) return found;
  const since = await one(
    ctx.db,
    sql`select 1 from credentials.certificates
      where authority = ${name} and revoked_at > ${found.thisUpdate} limit 1`,
  );
  return since ? undefined : found;
}

const latest = (ctx: Pick<Ctx, 'db'>, name: AuthorityKey, kind: 'full' | 'delta') =>
  one(
    ctx.db,
    sql<PublishedList>`select number, der, this_update as "thisUpdate", next_update as "nextUpdate"
      from credentials.revocation_lists
      where authority = ${name} and (base is not null) = ${kind === 'delta'} order by number desc limit 1`,
  );

async function makeList(
  ctx: Ctx,
  by: Awaited<ReturnType<typeof authority>>,
  kind: 'full' | 'delta',
): Promise<PublishedList> {
  const thisUpdate = new Date();
  const nextUpdate = new Date(thisUpdate.getTime() + RHYTHMS[kind].valid);
  const base = kind === 'delta' ? await latest(ctx, by.name, 'full') : undefined;
  const drawn = await one(
    ctx.db,
    sql<{ n: number }>`select nextval('credentials.revocation_list_numbers') as n`,
  );
  const number = drawn?.n ?? 0;
  const issuer = certificateParts(by.certificate);
  const extensions = [
    issuerKeyExtension(sha1(issuer.keyBits)),
    crlNumber(number),
    base ? deltaOf(base.number) : freshestCrl(addressesOf(ctx.config, by.name).deltaCrl),
  ];
  const list = { issuer: issuer.subject, thisUpdate, nextUpdate, extensions };
  const part = revocationListToSign(list, await linesOf(ctx, by.name, base?.thisUpdate));
  const der = signedWhole(part, await keyStore(ctx.config).sign(by.keyReference, part));
  await sql`delete from credentials.revocation_lists
    where authority = ${by.name} and number < ${base?.number ?? number}`.execute(ctx.db);
  await sql`insert into credentials.revocation_lists (authority, number, base, der, this_update, next_update)
    values (${by.name}, ${number}, ${base?.number ?? null}, ${der}, ${thisUpdate}, ${nextUpdate})`.execute(
    ctx.db,
  );
  return { number, der, thisUpdate, nextUpdate };
}

/** Lines read and written at once: a list of a hundred thousand is never whole in memory as objects. */
const PAGE = 2000;

/** What is revoked, since a base or all that has not ended, in pieces. */
async function linesOf(ctx: Pick<Ctx, 'db'>, name: AuthorityKey, since: Date | undefined): Promise<Buffer[]> {
  const pieces: Buffer[] = [];
  for (let last = ''; ; ) {
    const page = await revokedAfter(ctx, name, since ?? new Date(0), last);
    if (page.length > 0) pieces.push(revokedLines(page));
    if (page.length < PAGE) return pieces;
    last = page.at(-1)?.serial ?? '';
  }
}

/** One page in the order of serials: what is revoked, and serials whose certificate was never recorded. */
function revokedAfter(
  ctx: Pick<Ctx, 'db'>,
  name: AuthorityKey,
  from: Date,
  last: string,
): Promise<Revoked[]> {
  const since = sql`${from}::timestamptz - make_interval(hours => ${OVERLAP_HOURS})`;
  return rows(
    ctx.db,
    sql<Revoked>`select serial, coalesce(revoked_at, reserved_at) as at,
        coalesce(revocation_reason, 'unspecified') as reason
      from credentials.certificates where authority = ${name} and serial > ${last} and (
        (revoked_at > ${since} and coalesce(not_after > clock_timestamp() - interval '8 days', true))
        or (certificate is null and reserved_at > ${since}
          and reserved_at < clock_timestamp() - make_interval(mins => ${RESERVATION_MINUTES})))
      order by serial limit ${PAGE}`,
  );
}
