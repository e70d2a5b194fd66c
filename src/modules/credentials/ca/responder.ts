import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { authority } from './authorities.js';
import { certify, sha1 } from './certify.js';
import { keyStore } from './key-store.js';
import { recordCertificate } from './register.js';
import { certificateParts } from './rules/certificate.js';
import { type AuthorityKey, authorityName } from './rules/names.js';
import { type WrittenResponder, writtenResponder } from './rules/ocsp-response.js';

/** Who answers for an authority: a key of its own, so that the key of the authority rests. */
export interface Responder {
  readonly written: WrittenResponder;
  readonly keyReference: string;
  readonly notAfter: Date;
}

interface Held extends Omit<Responder, 'written'> {
  readonly certificate: Buffer;
}

const DAYS = 90;
/** A responder that ends sooner than that is replaced. */
const SPARE_DAYS = 15;
const KEY_BITS = 2048;

/** The responder of an authority; made at its first use, and again before it ends. */
export async function responderOf(ctx: Ctx, name: AuthorityKey): Promise<Responder> {
  const held = await readResponder(ctx, name);
  if (held) return held;
  const by = await authority(ctx, name);
  const { reference, publicKey } = await keyStore(ctx.config).make(KEY_BITS);
  const subject = authorityName(name, ctx.config.profile === 'sandbox').slice(0, -1);
  const made = await certify(ctx, by, {
    profile: 'ocsp',
    subject: [...subject, { CN: [`OCSP ${name}`] }],
    publicKey,
    days: DAYS,
  });
  await transaction(ctx, async (tx) => {
    await recordCertificate(tx, made);
    await sql`insert into credentials.responders (authority, certificate, key_reference, not_after)
      values (${name}, ${made.certificate}, ${reference}, ${made.notAfter})`.execute(tx.db);
  });
  return written({ ...made, keyReference: reference });
}

async function readResponder(ctx: Pick<Ctx, 'db'>, name: AuthorityKey): Promise<Responder | undefined> {
  const found = await one(
    ctx.db,
    sql<Held>`select certificate, key_reference as "keyReference",
        not_after as "notAfter" from credentials.responders
      where authority = ${name} and not_after > clock_timestamp() + make_interval(days => ${SPARE_DAYS})
      order by not_after desc limit 1`,
  );
  return found && written(found);
}

const written = ({ certificate, keyReference, notAfter }: Held): Responder => ({
  ...{ keyReference, notAfter },
  written: writtenResponder(sha1(certificateParts(certificate).keyBits), certificate),
});
