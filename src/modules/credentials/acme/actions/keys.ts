import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one, rows } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { hashPin, randomToken, seal, unseal } from '../../../../platform/secrets.js';
import { errors } from '../../certificates/errors.js';
import { revocationCodeProblem } from '../../certificates/rules/revocation-code.js';
import type { Bearer } from '../../certificates/rules/subject.js';

export interface KeyOrder {
  readonly bearer: Bearer;
  readonly product: string;
  /** Mailboxes that are told before its certificates end. */
  readonly contacts: readonly string[];
  /** Of the certificates that are ordered with it. */
  readonly revocationCode: string;
  /** National identifier of the technical administrator who answers for it. */
  readonly madeBy: string;
}

/** What a program is given to make its account (RFC 8555 §7.3.4); the secret is told once. */
export interface ExternalKey {
  readonly id: string;
  /** HMAC key, base64url. */
  readonly secret: string;
}

/** An external key as its structure sees it. */
export interface KeptKey {
  readonly id: string;
  readonly structureId: string;
  readonly product: string;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly withdrawnAt: Date | null;
  /** Whether a program has made its account with it. */
  readonly used: boolean;
}

const PURPOSE = 'credentials:acme-key';

/** Makes the key that ties the account of one program to one organisation. The caller has checked the right to do so. */
export async function makeExternalKey(ctx: Ctx, order: KeyOrder): Promise<ExternalKey> {
  if (order.product.trim() === '') throw errors.commonName('Donnez le nom du serveur ou du logiciel.');
  if (order.contacts.length === 0) throw errors.noContact();
  if (revocationCodeProblem(order.revocationCode)) throw errors.shortRevocationCode();
  const [id, secret] = [randomToken(12), randomToken(32)];
  const hash = await hashPin(ctx.config.secret, order.revocationCode);
  const { bearer } = order;
  await transaction(ctx, async (tx) => {
    await sql`insert into credentials.acme_keys (id, sealed_key, structure_id, structure_name, departement, product,
        contacts, revocation_hash, made_by, made_at)
      values (${id}, ${seal(ctx.config.secret, PURPOSE, secret)}, ${bearer.nationalId}, ${bearer.name},
        ${bearer.departement ?? null}, ${order.product.trim()}, ${[...order.contacts]}, ${hash}, ${order.madeBy},
        ${ctx.clock.now()})`.execute(tx.db);
    const data = { key: id, product: order.product.trim() };
    await journal(tx, {
      act: 'credentials.make-acme-key',
      subject: bearer.nationalId,
      outcome: 'done',
      data,
    });
  });
  return { id, secret };
}

/** Withdraws an external key: its account orders nothing more. @throws errors.unknownKey also when it was withdrawn */
export async function withdrawExternalKey(ctx: Ctx, structureId: string, id: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const withdrawn = await one(
      tx.db,
      sql`update credentials.acme_keys set withdrawn_at = ${ctx.clock.now()}
        where id = ${id} and structure_id = ${structureId} and withdrawn_at is null returning id`,
    );
    if (!withdrawn) throw errors.unknownAcmeKey();
    const data = { key: id };
    await journal(tx, { act: 'credentials.withdraw-acme-key', subject: structureId, outcome: 'done', data });
  });
}

/** The external keys of a structure, the newest first. */
export const externalKeysOf = (ctx: Pick<Ctx, 'db'>, structureId: string): Promise<KeptKey[]> =>
  rows(
    ctx.db,
    sql<KeptKey>`select k.id, k.structure_id as "structureId", k.product, k.made_by as "madeBy",
        k.made_at as "madeAt", k.withdrawn_at as "withdrawnAt", a.id is not null as used
      from credentials.acme_keys k left join credentials.acme_accounts a on a.key_id = k.id
      where k.structure_id = ${structureId} order by k.made_at desc, k.id`,
  );

/** What an order needs of the external key of an account. */
export interface KeyHolder {
  readonly bearer: Bearer;
  readonly product: string;
  readonly contacts: readonly string[];
  readonly revocationHash: string;
  readonly madeBy: string;
  readonly withdrawnAt: Date | null;
}

/** For whom a key stands; undefined when there is none of that name. */
export async function keyHolder(ctx: Pick<Ctx, 'db'>, id: string): Promise<KeyHolder | undefined> {
  const found = await one(
    ctx.db,
    sql<Omit<KeyHolder, 'bearer'> & { nationalId: string; name: string; departement: string | null }>`select
        structure_id as "nationalId", structure_name as name, departement, product, contacts,
        revocation_hash as "revocationHash", made_by as "madeBy", withdrawn_at as "withdrawnAt"
      from credentials.acme_keys where id = ${id}`,
  );
  if (!found) return undefined;
  const { nationalId, name, departement, ...holder } = found;
  return { ...holder, bearer: { name, nationalId, departement: departement ?? undefined } };
}

/** The secret of a key that is neither withdrawn nor bound to an account yet. */
export async function unboundSecret(
  ctx: Pick<Ctx, 'db' | 'config'>,
  id: string,
): Promise<string | undefined> {
  const found = await one(
    ctx.db,
    sql<{ sealed: string }>`select sealed_key as sealed from credentials.acme_keys k where id = ${id}
      and withdrawn_at is null and not exists (select from credentials.acme_accounts where key_id = k.id)`,
  );
  return found && unseal(ctx.config.secret, PURPOSE, found.sealed);
}
