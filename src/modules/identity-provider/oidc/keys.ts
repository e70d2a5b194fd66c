import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { affected, rows } from '../../../platform/db/connection.js';
import { randomToken, seal, unseal } from '../../../platform/secrets.js';
import type { KeyTimes } from '../rules/key-rotation.js';

const PURPOSE = 'identity-provider:signing-key';

/** Private signing keys, the one that signs first. */
export type SigningKeys = readonly [JWK, ...JWK[]];

/**
 * The keys in service, the active one first, then the one that will sign next and those that still verify; makes the
 * first key of an installation.
 * @throws when a key was encrypted under another secret of the installation.
 */
export async function signingKeys(ctx: Pick<Ctx, 'db' | 'config'>): Promise<SigningKeys> {
  const [first, ...others] = await readKeys(ctx);
  if (first) return [first, ...others];
  await addKey(ctx, 'active');
  return signingKeys(ctx);
}

/** Names and states of the keys in service, to notice a change made by another process. */
export async function keyNames(ctx: Pick<Ctx, 'db'>): Promise<string> {
  return (await keyTimes(ctx)).map(({ kid, state }) => `${kid} ${state}`).join(', ');
}

/** The keys in service and their dates, the active one first. */
export function keyTimes(ctx: Pick<Ctx, 'db'>): Promise<KeyTimes[]> {
  return rows(
    ctx.db,
    sql<KeyTimes>`select kid, state, use_from "useFrom", active_at "activeAt", retired_at "retiredAt"
      from identity_provider.signing_keys order by state, kid`,
  );
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

/** Makes a key, which signs at once or is only published. False when another process was first: there is one of each. */
export async function addKey(
  ctx: Pick<Ctx, 'db' | 'config'>,
  state: 'active' | 'next',
  useFrom: Date | null = null,
): Promise<boolean> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const kid = randomToken(12);
  const jwk = { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' };
  const sealed = seal(ctx.config.secret, PURPOSE, JSON.stringify(jwk));
  const added = sql`insert into identity_provider.signing_keys (kid, state, sealed_key, use_from, active_at)
    values (${kid}, ${state}, ${sealed}, ${useFrom}, ${state === 'active' ? new Date() : null})
    on conflict do nothing`;
  return (await affected(ctx.db, added)) === 1;
}

/** Lets the published key sign in place of the active one, which goes on verifying. */
export async function useNextKey(ctx: Pick<Ctx, 'db'>, kid: string): Promise<void> {
  await sql`update identity_provider.signing_keys set state = 'retiring', retired_at = now()
    where state = 'active' and exists (select from identity_provider.signing_keys
      where kid = ${kid} and state = 'next')`.execute(ctx.db);
  await sql`update identity_provider.signing_keys set state = 'active', active_at = now(), use_from = null
    where kid = ${kid} and state = 'next'`.execute(ctx.db);
}

export async function forgetKey(ctx: Pick<Ctx, 'db'>, kid: string): Promise<void> {
  await sql`delete from identity_provider.signing_keys where kid = ${kid}`.execute(ctx.db);
}
