import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { exportKey, importKey, makeCertificate, makeKeys } from './make-certificate.js';
import { type AuthorityKey, authorityName } from './rules/names.js';
import { serialNumber } from './rules/serial.js';
import { type Authority, readAuthorities, saveAuthority } from './store.js';

export type Authorities = Readonly<Record<AuthorityKey, Authority>>;

const YEARS = 20;

/** The authorities of this installation; makes them at first use, once even when several processes ask at once. */
export async function authorities(ctx: Ctx): Promise<Authorities> {
  const held = byName(await readAuthorities(ctx));
  if (held) return held;
  return transaction(ctx, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('credentials.authorities', 0))`.execute(tx.db);
    const meanwhile = byName(await readAuthorities(tx));
    if (meanwhile) return meanwhile;
    const root = await addAuthority(tx, 'root');
    const persons = await addAuthority(tx, 'persons', root);
    const organisations = await addAuthority(tx, 'organisations', root);
    return { root, persons, organisations };
  });
}

function byName(found: readonly Authority[]): Authorities | undefined {
  const of = (name: AuthorityKey) => found.find((one) => one.name === name);
  const [root, persons, organisations] = [of('root'), of('persons'), of('organisations')];
  return root && persons && organisations ? { root, persons, organisations } : undefined;
}

async function addAuthority(ctx: Ctx, name: AuthorityKey, root?: Authority): Promise<Authority> {
  const test = ctx.config.profile === 'sandbox';
  const keys = await makeKeys();
  const certificate = await makeCertificate({
    profile: { kind: root ? 'intermediate' : 'root' },
    serial: serialNumber(randomBytes(8), randomBytes(8)),
    subject: authorityName(name, test),
    publicKey: keys.publicKey,
    issuer: {
      name: authorityName('root', test),
      key: root ? await importKey(root.key) : keys.privateKey,
      ...(root && { der: root.certificate }),
    },
    ...realValidity(YEARS),
  });
  const authority = { name, certificate, key: (await exportKey(keys.privateKey)) as Buffer<ArrayBuffer> };
  await saveAuthority(ctx, authority);
  return authority;
}

/** From a little before now (clocks differ between machines) for so many years, real time. */
export function realValidity(years: number): { from: Date; to: Date } {
  const from = new Date(Date.now() - 5 * 60_000);
  const to = new Date(from);
  to.setUTCFullYear(to.getUTCFullYear() + years);
  return { from, to };
}
