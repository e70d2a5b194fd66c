import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { seal, unseal } from '../../../../platform/secrets.js';

const PURPOSE = 'credentials:push-key';
const HOURS = 12;

interface Pair {
  /** The uncompressed point, base64url: what browsers and push services take. */
  readonly publicKey: string;
  readonly sealed: string;
}

/** The public key by which a browser binds its push address to this installation; made at the first call. */
export async function pushKey(ctx: Pick<Ctx, 'db' | 'config'>): Promise<string> {
  return (await pair(ctx)).publicKey;
}

async function pair(ctx: Pick<Ctx, 'db' | 'config'>): Promise<Pair> {
  const held = await one(
    ctx.db,
    sql<Pair>`select public_key as "publicKey", sealed_key as sealed from credentials.push_keys`,
  );
  if (held) return held;
  const made = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(made.privateKey);
  // Another process may make one at the same time: the first one stays.
  await sql`insert into credentials.push_keys (public_key, sealed_key)
    values (${pointOf(jwk)}, ${seal(ctx.config.secret, PURPOSE, JSON.stringify(jwk))})
    on conflict do nothing`.execute(ctx.db);
  return pair(ctx);
}

const pointOf = ({ x = '', y = '' }: JWK): string =>
  Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString(
    'base64url',
  );

/** What proves to a push service who calls (RFC 8292 §3): a token for its origin, twelve hours, and our key. */
export async function pushAuthorization(ctx: Pick<Ctx, 'db' | 'config'>, endpoint: string): Promise<string> {
  const { publicKey, sealed } = await pair(ctx);
  const text = unseal(ctx.config.secret, PURPOSE, sealed);
  if (!text) throw new Error('the push key was encrypted under another ESCULAPE_SECRET');
  const token = await new SignJWT()
    .setProtectedHeader({ typ: 'JWT', alg: 'ES256' })
    .setAudience(new URL(endpoint).origin)
    .setSubject(ctx.config.origin)
    .setExpirationTime(`${HOURS}h`)
    .sign(await importJWK(JSON.parse(text) as JWK, 'ES256'));
  return `vapid t=${token}, k=${publicKey}`;
}
