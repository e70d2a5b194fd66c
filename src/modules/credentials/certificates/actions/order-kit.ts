import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { affected } from '../../../../platform/db/connection.js';
import { errors } from '../errors.js';
import { heldNames } from '../queries/certificates-of.js';
import { legalEntity } from '../queries/legal-entity.js';
import { careSoftwareKit, type InsiCall, type KitPart } from '../rules/kits.js';
import type { Bearer } from '../rules/subject.js';
import { type IssuedCertificate, issueCertificate } from './issue-certificate.js';

export interface KitOrder {
  /** FINESS number of the legal entity. */
  readonly finess: string;
  readonly product: string;
  readonly insi?: InsiCall | undefined;
  /** Mailboxes that are told before the certificates end. */
  readonly contacts: readonly string[];
  readonly revocationCode: string;
  /** Signing requests in the order of what is missing; without one the key is made here. */
  readonly csrs?: readonly (string | undefined)[] | undefined;
}

export type IssuedKit = readonly (IssuedCertificate & KitPart)[];

/**
 * Orders what care software needs, for one product of one legal entity. Certificates of the same name that the product
 * already has are not made again.
 * @throws errors.unknownStructure, notLegalEntity, closedStructure, alreadyOrdered, noContact, and those of a request
 */
export async function orderKit(ctx: Ctx, order: KitOrder): Promise<IssuedKit> {
  const product = order.product.trim();
  if (product === '') throw errors.commonName('Donnez le nom du logiciel.');
  if (order.contacts.length === 0) throw errors.noContact();
  const bearer = await legalEntity(ctx, order.finess);
  await claim(ctx, bearer, product);
  try {
    const missing = await notHeld(ctx, bearer, product, careSoftwareKit(product, order.insi));
    if (missing.length === 0) throw errors.alreadyOrdered();
    return await issueAll(ctx, { ...order, product }, bearer, missing);
  } finally {
    await sql`delete from credentials.kit_claims
      where structure_id = ${bearer.nationalId} and product = ${product}`.execute(ctx.db);
  }
}

async function issueAll(
  ctx: Ctx,
  order: KitOrder,
  bearer: Bearer,
  parts: readonly KitPart[],
): Promise<IssuedKit> {
  const made: (IssuedCertificate & KitPart)[] = [];
  for (const [i, part] of parts.entries()) {
    const { usage, commonName } = part;
    const issued = await issueCertificate(ctx, {
      ...{ offer: 'ORG', usage, commonName, bearer, product: order.product },
      ...{ contacts: order.contacts, revocationCode: order.revocationCode, csr: order.csrs?.[i] },
    });
    made.push({ ...issued, ...part });
  }
  return made;
}

/** A second order of the same kit, while the first is being made, is refused. */
async function claim(ctx: Ctx, bearer: Bearer, product: string): Promise<void> {
  const claimed = await affected(
    ctx.db,
    sql`insert into credentials.kit_claims as k (structure_id, product, claimed_at)
      values (${bearer.nationalId}, ${product}, clock_timestamp())
      on conflict (structure_id, product) do update set claimed_at = excluded.claimed_at
        where k.claimed_at < clock_timestamp() - interval '2 minutes'`,
  );
  if (claimed === 0) throw errors.alreadyOrdered();
}

/** What of a kit the product does not have yet: an order that was cut off is finished by the next one. */
async function notHeld(
  ctx: Ctx,
  bearer: Bearer,
  product: string,
  parts: readonly KitPart[],
): Promise<readonly KitPart[]> {
  const held = await heldNames(ctx, bearer.nationalId, product);
  return parts.filter(({ usage, commonName }) => !held.includes(`${usage} ${commonName}`));
}
