import { X509Certificate } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { affected, one, rows } from '../../../platform/db/connection.js';
import { statement } from '../../../platform/db/statement.js';
import { unseal } from '../../../platform/secrets.js';
import { keyStore } from './key-store.js';
import { AUTHORITIES, type AuthorityKey, rootOf } from './rules/names.js';
import { KeyUnavailable } from './store-of-keys.js';

/** A certification authority: its certificate (DER), and its key in the key store. */
export interface Authority {
  readonly name: AuthorityKey;
  readonly certificate: Buffer;
  /** That of the root above it; a root has none. */
  readonly root: Buffer | null;
  readonly keyReference: string;
}

/** The certificates from an authority up to its root, the root last. */
export const chainFrom = ({ certificate, root }: Authority): Buffer[] =>
  root ? [certificate, root] : [certificate];

/** The certificates of the authorities, public; those that were never used are missing. */
export async function readCertificates(ctx: Pick<Ctx, 'db'>): Promise<Map<AuthorityKey, Buffer>> {
  const found = await rows(
    ctx.db,
    sql<{ name: AuthorityKey; certificate: Buffer }>`select name, certificate
      from credentials.certificate_authorities`,
  );
  const by = new Map(found.map(({ name, certificate }) => [name, certificate]));
  return new Map(AUTHORITIES.flatMap((name) => (by.has(name) ? [[name, by.get(name) as Buffer]] : [])));
}

/** One authority, if it was made. @throws KeyUnavailable when its key is still in the database and cannot be opened */
export async function readAuthority(ctx: Ctx, name: AuthorityKey): Promise<Authority | undefined> {
  const [found] = (await findAuthority(ctx.db, { name, root: rootOf(name) })).rows;
  if (!found) return undefined;
  const { sealed, ...authority } = found;
  return sealed === null ? authority : { ...authority, keyReference: await moveKey(ctx, name, sealed) };
}

const findAuthority = statement<
  { name: AuthorityKey; root: AuthorityKey },
  Authority & { sealed: string | null }
>(
  'read_authority',
  (value) => sql`select a.name, a.certificate, r.certificate as root, a.key_reference as "keyReference",
      a.sealed_key as sealed
    from credentials.certificate_authorities a
    left join credentials.certificate_authorities r on r.name = ${value('root')} and r.name <> a.name
    where a.name = ${value('name')}`,
);

/** Moves a key that an earlier version kept in the database to the key store. */
async function moveKey(ctx: Ctx, name: AuthorityKey, sealed: string): Promise<string> {
  const key = unseal(ctx.config.secret, 'credentials:authority-key', sealed);
  if (!key) throw new KeyUnavailable(`the key of ${name} was encrypted under another ESCULAPE_SECRET`);
  const reference = await keyStore(ctx.config).adopt(Buffer.from(key, 'base64'));
  const moved = await one(
    ctx.db,
    sql<{ reference: string }>`update credentials.certificate_authorities
      set key_reference = coalesce(key_reference, ${reference}), sealed_key = null where name = ${name}
      returning key_reference as reference`,
  );
  return moved?.reference ?? reference;
}

/** Keeps a new authority. Out: false when another process was first; what certifies it is then worth nothing. */
export async function saveAuthority(
  ctx: Pick<Ctx, 'db'>,
  authority: Omit<Authority, 'root'>,
): Promise<boolean> {
  const saved = sql`insert into credentials.certificate_authorities (name, certificate, key_reference)
    values (${authority.name}, ${authority.certificate}, ${authority.keyReference})
    on conflict (name) do nothing`;
  return (await affected(ctx.db, saved)) > 0;
}

/** The instant at which a certificate ends. */
export const endOf = (certificate: Uint8Array): Date =>
  new X509Certificate(Buffer.from(certificate)).validToDate;
