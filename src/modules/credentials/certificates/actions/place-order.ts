import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one, rows } from '../../../../platform/db/connection.js';
import { Refusal } from '../../../../platform/errors.js';
import { journal } from '../../../../platform/journal.js';
import { randomToken } from '../../../../platform/secrets.js';
import { errors } from '../errors.js';
import { orderNotice } from '../messages.js';
import { heldNames } from '../queries/certificates-of.js';
import { type CertificateRequest, openRequestsOf, requestColumns } from '../request-store.js';
import { careSoftwareKit, type InsiCall } from '../rules/kits.js';
import { kindOf, type Offer, type Usage } from '../rules/offers.js';
import type { Bearer } from '../rules/subject.js';
import { checkedKey } from './check-request.js';
import { requireFreeHost } from './require-free-host.js';
import { requireName } from './require-name.js';
import { tellContacts } from './tell-contacts.js';

/** One certificate to order: its kind, its name, and its signing request unless the key is to be made here. */
export interface WantedCertificate {
  readonly offer: Offer;
  readonly usage: Usage;
  readonly commonName: string;
  readonly csr?: string | Uint8Array | undefined;
  /** The field in which the request was typed: what is wrong with it is told there. */
  readonly field?: string;
}

export interface PlacedOrder {
  readonly bearer: Bearer;
  readonly wanted: readonly WantedCertificate[];
  readonly product: string;
  readonly contacts: readonly string[];
  readonly renewalOf?: string | undefined;
}

/**
 * Orders certificates for a structure: all of them or none. They are signed once they are retrieved; who is to be told gets
 * a link. The caller has checked the right to order.
 * @throws errors.unknownKind, commonName, hostOfOthers, noContact, alreadyRequested, and those of a signing request
 */
export async function placeOrder(ctx: Ctx, order: PlacedOrder): Promise<CertificateRequest[]> {
  if (order.contacts.length === 0) throw errors.noContact();
  const checked: (WantedCertificate & { der: Buffer | null })[] = [];
  for (const one of order.wanted) {
    await requireFreeHost(ctx, { ...one, structureId: order.bearer.nationalId });
    checked.push({ ...one, der: await checkedRequest(ctx, one) });
  }
  const placed = await transaction(ctx, async (tx) => {
    const made: CertificateRequest[] = [];
    for (const one of checked) made.push(await keep(tx, order, one));
    return made;
  });
  const link = `${ctx.config.origin}/igc/plateforme/structures/${order.bearer.nationalId.slice(1)}`;
  await tellContacts(ctx, order.contacts, (to) => orderNotice(to, placed, link));
  return placed;
}

async function checkedRequest(ctx: Ctx, one: WantedCertificate): Promise<Buffer | null> {
  if (!kindOf(one.offer, one.usage)) throw errors.unknownKind();
  requireName(ctx, one);
  if (one.csr === undefined) return null;
  const asked = { commonName: one.commonName, server: one.offer === 'SERV' };
  await checkedKey(ctx, one.csr, asked).catch((error: unknown) => {
    throw error instanceof Refusal && one.field ? toldAt(error, one.field) : error;
  });
  return derOf(one.csr);
}

/** The same refusal, about the field of that name. */
const toldAt = ({ code, status, message }: Refusal, field: string): Refusal =>
  new Refusal({ code, status, message, fields: [{ field, code, message }] });

const derOf = (csr: string | Uint8Array): Buffer =>
  typeof csr === 'string' ? Buffer.from(csr.replace(/-----[^-]*-----|\s/g, ''), 'base64') : Buffer.from(csr);

async function keep(
  ctx: Ctx,
  { bearer, product, contacts, renewalOf }: PlacedOrder,
  { offer, usage, commonName, der }: WantedCertificate & { der: Buffer | null },
): Promise<CertificateRequest> {
  const id = randomToken(12);
  const made = await one(
    ctx.db,
    sql<CertificateRequest>`insert into credentials.certificate_requests (id, structure_id, structure_name,
        departement, offer, usage, common_name, product, contacts, csr, renewal_of, ordered_by, ordered_at)
      values (${id}, ${bearer.nationalId}, ${bearer.name}, ${bearer.departement ?? null}, ${offer}, ${usage},
        ${commonName}, ${product}, ${[...contacts]}, ${der}, ${renewalOf ?? null}, ${ctx.actor}, ${ctx.clock.now()})
      on conflict do nothing returning ${requestColumns}`,
  );
  if (!made) throw errors.alreadyRequested();
  await journal(ctx, {
    act: renewalOf ? 'credentials.renew-certificate' : 'credentials.order-certificate',
    subject: bearer.nationalId,
    outcome: 'done',
    data: { request: id, offer, usage, commonName, product },
  });
  return made;
}

export interface PlacedKit {
  readonly bearer: Bearer;
  readonly product: string;
  readonly contacts: readonly string[];
  readonly insi?: InsiCall | undefined;
  /** Signing requests in the order of the kit; without one the key is made here. */
  readonly csrs: readonly (string | undefined)[];
}

/**
 * Orders what care software needs, names computed. What the product has already, or has been ordered, is left out.
 * @throws errors.alreadyOrdered when nothing is left, and those of an order
 */
export async function placeKit(ctx: Ctx, kit: PlacedKit): Promise<CertificateRequest[]> {
  const product = kit.product.trim();
  if (product === '') throw errors.product();
  const wanted = careSoftwareKit(product, kit.insi).map((part, i) => ({
    ...{ offer: 'ORG' as const, usage: part.usage, commonName: part.commonName },
    ...{ csr: kit.csrs[i], field: `csr${i}` },
  }));
  const there = await namesThere(ctx, kit.bearer, product);
  const missing = wanted.filter(({ usage, commonName }) => !there.has(`${usage} ${commonName}`));
  if (missing.length === 0) throw errors.alreadyOrdered();
  return placeOrder(ctx, { bearer: kit.bearer, product, contacts: kit.contacts, wanted: missing });
}

async function namesThere(ctx: Ctx, bearer: Bearer, product: string): Promise<Set<string>> {
  const held = await heldNames(ctx, bearer.nationalId, product);
  const ordered = (await openRequestsOf(ctx, bearer.nationalId)).filter((one) => one.product === product);
  return new Set([...held, ...ordered.map(({ usage, commonName }) => `${usage} ${commonName}`)]);
}

/** Gives up an order that was not retrieved. @throws errors.unknownRequest */
export async function cancelOrder(ctx: Ctx, structureId: string, id: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const [cancelled] = await rows(
      tx.db,
      sql`update credentials.certificate_requests set state = 'cancelled'
        where id = ${id} and structure_id = ${structureId} and state = 'open' returning id`,
    );
    if (!cancelled) throw errors.unknownRequest();
    const data = { request: id };
    await journal(tx, { act: 'credentials.cancel-order', subject: structureId, outcome: 'done', data });
  });
}
