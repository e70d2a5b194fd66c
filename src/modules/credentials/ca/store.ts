import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { seal, unseal } from '../../../platform/secrets.js';
import type { AuthorityKey } from './rules/names.js';

const PURPOSE = 'credentials:authority-key';

/** A certification authority: its certificate (DER) and its private key (PKCS#8). */
export interface Authority {
  readonly name: AuthorityKey;
  readonly certificate: Buffer;
  readonly key: Buffer<ArrayBuffer>;
}

/** The certificates of the authorities, public; empty before their first use. */
export async function readCertificates(ctx: Pick<Ctx, 'db'>): Promise<Partial<Record<AuthorityKey, Buffer>>> {
  const found = await rows(
    ctx.db,
    sql<{ name: AuthorityKey; certificate: Buffer }>`select name, certificate
      from credentials.certificate_authorities`,
  );
  return Object.fromEntries(found.map(({ name, certificate }) => [name, certificate]));
}

/**
 * The authorities with their keys.
 * @throws when a key was encrypted under another secret of the installation.
 */
export async function readAuthorities(ctx: Pick<Ctx, 'db' | 'config'>): Promise<Authority[]> {
  const found = await rows(
    ctx.db,
    sql<{ name: AuthorityKey; certificate: Buffer; sealed: string }>`select name, certificate,
        sealed_key as sealed from credentials.certificate_authorities`,
  );
  return found.map(({ name, certificate, sealed }) => {
    const key = unseal(ctx.config.secret, PURPOSE, sealed);
    if (!key) throw new Error(`the key of authority ${name} was encrypted under another ESCULAPE_SECRET`);
    return { name, certificate, key: Buffer.from(key, 'base64') as Buffer<ArrayBuffer> };
  });
}

/** Keeps a new authority, its key encrypted. */
export async function saveAuthority(ctx: Pick<Ctx, 'db' | 'config'>, authority: Authority): Promise<void> {
  const sealed = seal(ctx.config.secret, PURPOSE, authority.key.toString('base64'));
  await sql`insert into credentials.certificate_authorities (name, certificate, sealed_key)
    values (${authority.name}, ${authority.certificate}, ${sealed})`.execute(ctx.db);
}
