import { generateRegistrationOptions } from '@simplewebauthn/server';
import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { randomToken, seal, unseal } from '../../../../platform/secrets.js';
import { newCredential, siteOf } from '../../../../platform/webauthn.js';
import { checkPersonalCode } from '../actions/check-personal-code.js';
import { errors } from '../errors.js';

const PURPOSE = 'ecps-fingerprint';
const MINUTES = 5;

/** What the phone needs to make a key behind finger or face; `state` is to be given back with its answer. */
export async function fingerprintOptions(ctx: Ctx, ecpsId: string) {
  const challenge = randomToken();
  const options = await generateRegistrationOptions({
    ...{ rpName: 'e-CPS', rpID: siteOf(ctx).rpID, userName: 'e-CPS', userDisplayName: 'e-CPS' },
    ...{
      userID: Buffer.from(ecpsId),
      challenge: Buffer.from(challenge, 'base64url'),
      attestationType: 'none',
    },
    authenticatorSelection: {
      ...{ authenticatorAttachment: 'platform', residentKey: 'discouraged', userVerification: 'required' },
    },
  });
  const until = Date.now() + MINUTES * 60_000;
  const state = seal(
    ctx.config.secret,
    PURPOSE,
    JSON.stringify({ ecpsId, challenge: options.challenge, until }),
  );
  return { options, state };
}

export interface BindingInput {
  readonly state: string;
  /** The browser's answer, JSON. */
  readonly answer: string;
  readonly pin: string;
}

/**
 * Lets finger or face stand for the personal code on this phone, in place of those of before. The code is asked once
 * more: an unlocked phone in other hands binds nothing.
 * @throws errors.fingerprintRefused, wrongPin, locked, expiredMeans, unknownDevice
 */
export async function bindFingerprint(ctx: Ctx, ecpsId: string, input: BindingInput): Promise<void> {
  const challenge = challengeOf(ctx, ecpsId, input.state);
  const credential = challenge && (await newCredential(ctx, input.answer, challenge));
  if (!credential) throw errors.fingerprintRefused();
  await checkPersonalCode(ctx, ecpsId, input.pin);
  await sql`insert into credentials.ecps_fingerprints (ecps_id, credential_id, cose_key, counter)
    values (${ecpsId}, ${credential.id}, ${credential.publicKey}, ${credential.counter})
    on conflict (ecps_id) do update set credential_id = excluded.credential_id, cose_key = excluded.cose_key,
      counter = excluded.counter, created_at = clock_timestamp()`.execute(ctx.db);
  const held = await one(
    ctx.db,
    sql<{ idNat: string }>`select id_nat as "idNat" from credentials.ecps where id = ${ecpsId}`,
  );
  await journal(ctx, { act: 'credentials.bind-fingerprint', subject: held?.idNat ?? '', outcome: 'done' });
}

function challengeOf(ctx: Ctx, ecpsId: string, sealed: string): string | undefined {
  const text = unseal(ctx.config.secret, PURPOSE, sealed);
  const state = text ? (JSON.parse(text) as { ecpsId: string; challenge: string; until: number }) : undefined;
  return state?.ecpsId === ecpsId && state.until > Date.now() ? state.challenge : undefined;
}

/** Back to the personal code alone. */
export async function forgetFingerprint(ctx: Pick<Ctx, 'db'>, ecpsId: string): Promise<void> {
  await sql`delete from credentials.ecps_fingerprints where ecps_id = ${ecpsId}`.execute(ctx.db);
}

/** The credential that stands for the code on this phone; undefined when the code alone does. */
export async function fingerprintOf(ctx: Pick<Ctx, 'db'>, ecpsId: string): Promise<string | undefined> {
  const row = await one(
    ctx.db,
    sql<{
      id: string;
    }>`select credential_id as id from credentials.ecps_fingerprints where ecps_id = ${ecpsId}`,
  );
  return row?.id;
}
