import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { randomToken, seal, unseal } from '../../../platform/secrets.js';

const PURPOSE = 'identity-provider:signing-key';

/** Private signing keys, the one that signs first. */
export type SigningKeys = readonly [JWK, ...JWK[]];

/**
 * The keys in service, the active one first; makes the first key of an installation.
 * @throws when a key was encrypted under another secret of the installation.
 */
export async function signingKeys(ctx: Pick<Ctx, 'db' | 'config'>): Promise<SigningKeys> {
  const [first, ...others] = await readKeys(ctx);
  if (first) return [first, ...others];
  await addKey(ctx);
  return signingKeys(ctx);
}

/** Names of the keys in service, to notice a rotation made by another process. */
export async function keyNames(ctx: Pick<Ctx, 'db'>): Promise<string> {
  const found = await rows(
    ctx.db,
    sql<{ kid: string }>`select kid from identity_provider.signing_keys order by state, kid`,
  );
  return found.map((row) => row.kid).join(' ');
}

/** Puts a new key in service; the former one verifies for as long as what it signed may live. */
export async function rotateKeys(ctx: Ctx): Promise<void> {
  await transaction(ctx, async (tx) => {
    await sql`delete from identity_provider.signing_keys
      where state = 'retiring' and retired_at < now() - interval '1 day'`.execute(tx.db);
    await sql`update identity_provider.signing_keys set state = 'retiring', retired_at = now()
      where state = 'active'`.execute(tx.db);
    await addKey(tx);
    await journal(tx, { act: 'identity-provider.rotate-keys', outcome: 'done' });
  });
}

async function readKeys(ctx: Pick<Ctx, 'db' | 'config'>): Promise<JWK[]> {
  const found = await rows(
    ctx.db,
    sql<{ kid: string; sealed: string }>`select kid, sealed_key as sealed from identity_provider.signing_keys
      order by state, created_at desc`,
  );
  return found.map(({ kid, sealed }) => {
    const text = unseal(ctx.config.secret, PURPOSE, sealed);
    if (!text) throw new Error(`signing key ${kid} was encrypted under another ESCULAPE_SECRET`);
    return JSON.parse(text) as JWK;
  });
}

async function addKey(ctx: Pick<Ctx, 'db' | 'config'>): Promise<void> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const kid = randomToken(12);
  const jwk = { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' };
  const sealed = seal(ctx.config.secret, PURPOSE, JSON.stringify(jwk));
  // Two processes may start at once: the second keeps the key of the first.
  await sql`insert into identity_provider.signing_keys (kid, state, sealed_key) values (${kid}, 'active', ${sealed})
    on conflict do nothing`.execute(ctx.db);
}
