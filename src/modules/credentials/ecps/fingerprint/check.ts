import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { affected, one } from '../../../../platform/db/connection.js';
import { type KeptCredential, provenCounter } from '../../../../platform/webauthn.js';
import { errors } from '../errors.js';

/**
 * What finger or face has to sign to stand for the code: the very answer that the phone signed, so that the proof is
 * worth nothing for another request, service or number. In: the compact JWS. Out: base64url.
 */
export const challengeFor = (answer: string): string =>
  createHash('sha256').update(answer).digest('base64url');

/**
 * Verifies that the holder's finger or face was shown for that answer. The counter moves on by one conditional update.
 * @throws errors.fingerprintRefused, also when the e-CPS is locked, ended or expired
 */
export async function checkFingerprint(
  ctx: Ctx,
  ecpsId: string,
  answer: string,
  assertion: string,
): Promise<void> {
  const kept = await one(
    ctx.db,
    sql<KeptCredential>`select f.credential_id as id, f.cose_key as "publicKey", f.counter::int as counter
      from credentials.ecps_fingerprints f join credentials.ecps e on e.id = f.ecps_id
      where f.ecps_id = ${ecpsId} and e.state = 'active' and e.expires_at > ${ctx.clock.now()}`,
  );
  const counter = kept && (await provenCounter(ctx, assertion, challengeFor(answer), kept));
  if (counter === undefined) throw errors.fingerprintRefused();
  const used = sql`update credentials.ecps_fingerprints set counter = ${counter}, last_used_at = clock_timestamp()
    where ecps_id = ${ecpsId} and credential_id = ${kept?.id ?? ''} and (counter < ${counter} or ${counter} = 0)`;
  if ((await affected(ctx.db, used)) !== 1) throw errors.fingerprintRefused();
}
