import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { errors } from '../errors.js';
import { retrievalNotice } from '../messages.js';
import { type CertificateRequest, requestColumns, requestOf } from '../request-store.js';
import { passwordProblem } from '../rules/key-password.js';
import { type IssuedCertificate, issueCertificate } from './issue-certificate.js';
import { requireFreeHost } from './require-free-host.js';
import { tellContacts } from './tell-contacts.js';

export interface Retrieval {
  /** National identifier. */
  readonly structureId: string;
  readonly id: string;
  /** Chosen now, and typed twice: nobody can tell it again. */
  readonly revocationCode: string;
  readonly revocationCodeAgain: string;
  /** Whether the conditions of use and the policy were accepted. */
  readonly terms: boolean;
  /** Of the key file, where the key is made here. */
  readonly password?: string | undefined;
}

/** A process that works at a retrieval longer than that has died. */
const STALLED_SECONDS = 60;

/**
 * Signs a certificate that was ordered, and hands it over. Once, whatever is asked at the same time; a refusal leaves the
 * order open. The caller has checked the right to retrieve.
 * @throws errors.unknownRequest, requestTaken, differentCodes, termsRefused, weakPassword, hostOfOthers, and those of an issue
 */
export async function retrieve(ctx: Ctx, asked: Retrieval): Promise<IssuedCertificate> {
  const request = await requestOf(ctx, asked.structureId, asked.id);
  if (!request || request.state === 'cancelled') throw errors.unknownRequest();
  checkSecrets(request, asked);
  await requireFreeHost(ctx, request);
  await take(ctx, asked);
  try {
    const made = await issue(ctx, request, asked);
    await sql`update credentials.certificate_requests set state = 'retrieved', serial = ${made.serial}
      where id = ${asked.id}`.execute(ctx.db);
    await tellContacts(ctx, request.contacts, (to) => retrievalNotice(to, request));
    return made;
  } catch (error) {
    await sql`update credentials.certificate_requests set state = 'open'
      where id = ${asked.id} and state = 'retrieving'`.execute(ctx.db);
    throw error;
  }
}

/** What is typed at a retrieval. @throws errors.differentCodes, termsRefused, weakPassword */
export function checkSecrets(
  request: Pick<CertificateRequest, 'csr'>,
  asked: Omit<Retrieval, 'id' | 'structureId'>,
): void {
  if (asked.revocationCode !== asked.revocationCodeAgain) throw errors.differentCodes();
  if (!asked.terms) throw errors.termsRefused();
  if (!request.csr && passwordProblem(asked.password ?? '')) throw errors.weakPassword();
}

async function take(ctx: Ctx, { id, structureId }: Retrieval): Promise<void> {
  const taken = await one(
    ctx.db,
    sql<CertificateRequest>`update credentials.certificate_requests
      set state = 'retrieving', begun_at = clock_timestamp()
      where id = ${id} and structure_id = ${structureId} and (state = 'open' or (state = 'retrieving'
        and begun_at < clock_timestamp() - make_interval(secs => ${STALLED_SECONDS})))
      returning ${requestColumns}`,
  );
  if (!taken) throw errors.requestTaken();
}

const issue = (ctx: Ctx, request: CertificateRequest, asked: Retrieval): Promise<IssuedCertificate> =>
  issueCertificate(ctx, {
    ...{ offer: request.offer, usage: request.usage, commonName: request.commonName },
    ...{ product: request.product, contacts: request.contacts, revocationCode: asked.revocationCode },
    bearer: {
      ...{ name: request.structureName, nationalId: request.structureId },
      departement: request.departement ?? undefined,
    },
    csr: request.csr ?? undefined,
    password: asked.password,
  });
