import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { affected } from '../../../../platform/db/connection.js';
import { Refusal } from '../../../../platform/errors.js';
import { journal } from '../../../../platform/journal.js';
import type { RevocationReason } from '../../ca/rules/revocation-list.js';
import { errors } from '../errors.js';
import { type Administrator, requireAdministrator } from '../queries/administrator.js';
import { certificateOf } from '../queries/certificates-of.js';
import { legalEntity } from '../queries/legal-entity.js';
import type { CertificateRequest } from '../request-store.js';
import type { InsiCall } from '../rules/kits.js';
import { CERTIFICATE_ACTS } from '../rules/life-cycle.js';
import type { Bearer } from '../rules/subject.js';
import type { IssuedCertificate } from './issue-certificate.js';
import { cancelOrder, placeKit, placeOrder, type WantedCertificate } from './place-order.js';
import { type Retrieval, retrieve } from './retrieve.js';
import { revokeWithCode } from './revoke-certificate.js';

/**
 * Does one act of the platform as the technical administrator of a structure: all the steps of the procedure are looked at
 * again, the act is done for the legal entity that bears certificates, and a refusal is journaled with its code.
 * @throws errors.missingStep, those of `legalEntity`, and what the act refuses
 */
export async function asAdministrator<T>(
  ctx: Ctx,
  who: Administrator,
  act: string,
  work: (bearer: Bearer) => Promise<T>,
): Promise<T> {
  try {
    await requireAdministrator(ctx, who);
    return await work(await legalEntity(ctx, who.finess));
  } catch (error) {
    if (error instanceof Refusal && error.code !== errors.wrongRevocationCode().code)
      await journal(ctx, { act, subject: `1${who.finess}`, outcome: 'refused', reason: error.code });
    throw error;
  }
}

const LONGEST_PRODUCT = 100;

/** What somebody orders: a kit, or one certificate of a kind. */
export type Purpose =
  | { readonly kit: true; readonly insi: InsiCall; readonly csrs: readonly (string | undefined)[] }
  | { readonly kit: false; readonly wanted: WantedCertificate };

/** Orders for a structure, by purpose. @throws as `asAdministrator`, placeKit, placeOrder */
export const orderAs = (
  ctx: Ctx,
  who: Administrator,
  order: { readonly purpose: Purpose; readonly product: string; readonly contacts: readonly string[] },
): Promise<CertificateRequest[]> =>
  asAdministrator(ctx, who, 'credentials.order-certificate', async (bearer) => {
    const { purpose, contacts } = order;
    const product = order.product.trim();
    if (product === '' || product.length > LONGEST_PRODUCT) throw errors.product();
    if (purpose.kit) return placeKit(ctx, { ...purpose, bearer, product, contacts });
    return placeOrder(ctx, { bearer, product, contacts, wanted: [purpose.wanted] });
  });

/** Retrieves what was ordered. @throws as `asAdministrator`, retrieve */
export const retrieveAs = (
  ctx: Ctx,
  who: Administrator,
  asked: Omit<Retrieval, 'structureId'>,
): Promise<IssuedCertificate> =>
  asAdministrator(ctx, who, 'credentials.issue-certificate', ({ nationalId }) =>
    retrieve(ctx, { ...asked, structureId: nationalId }),
  );

/** Gives up an order. @throws as `asAdministrator`, errors.unknownRequest */
export const cancelAs = (ctx: Ctx, who: Administrator, id: string): Promise<void> =>
  asAdministrator(ctx, who, 'credentials.cancel-order', ({ nationalId }) => cancelOrder(ctx, nationalId, id));

/**
 * Orders the next certificate under the same name, with another key; the former serves until its end.
 * @throws as `asAdministrator`, errors.unknownCertificate, notUsable once it has ended or was revoked
 */
export const renewAs = (
  ctx: Ctx,
  who: Administrator,
  asked: { readonly serial: string; readonly csr?: string | undefined },
): Promise<CertificateRequest[]> =>
  asAdministrator(ctx, who, 'credentials.renew-certificate', async (bearer) => {
    const held = await certificateOf(ctx, bearer.nationalId, asked.serial);
    if (!held) throw errors.unknownCertificate();
    if (!CERTIFICATE_ACTS.renew.includes(held.standing)) throw errors.notUsable(held.standing);
    const { offer, usage, commonName, product, contacts, serial } = held;
    const wanted = [{ offer, usage, commonName, csr: asked.csr, field: 'csr0' }];
    return placeOrder(ctx, { bearer, wanted, product, contacts, renewalOf: serial });
  });

/** Revokes a certificate of the structure, with its code. @throws as `asAdministrator`, revokeWithCode */
export const revokeAs = (
  ctx: Ctx,
  who: Administrator,
  asked: { readonly serial: string; readonly code: string; readonly reason: RevocationReason },
): Promise<void> =>
  asAdministrator(ctx, who, 'credentials.revoke-certificate', async ({ nationalId }) => {
    if (!(await certificateOf(ctx, nationalId, asked.serial))) throw errors.unknownCertificate();
    await revokeWithCode(ctx, asked);
  });

/** Changes who is told before a certificate ends. @throws as `asAdministrator`, errors.noContact, unknownCertificate */
export const changeContactsAs = (
  ctx: Ctx,
  who: Administrator,
  asked: { readonly serial: string; readonly contacts: readonly string[] },
): Promise<void> =>
  asAdministrator(ctx, who, 'credentials.change-contacts', async ({ nationalId }) => {
    if (asked.contacts.length === 0) throw errors.noContact();
    await transaction(ctx, async (tx) => {
      const changed = await affected(
        tx.db,
        sql`update credentials.software_certificates set contacts = ${[...asked.contacts]}
          where serial = ${asked.serial} and structure_id = ${nationalId}`,
      );
      if (changed === 0) throw errors.unknownCertificate();
      const data = { serial: asked.serial };
      await journal(tx, { act: 'credentials.change-contacts', subject: nationalId, outcome: 'done', data });
    });
  });
