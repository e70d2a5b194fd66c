import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { journal } from '../../../../platform/journal.js';
import { hashPin, randomToken } from '../../../../platform/secrets.js';
import type { Certified } from '../../ca/certify.js';
import { recordCertificate } from '../../ca/register.js';
import { certificateParts } from '../../ca/rules/certificate.js';
import { softwareCategory } from '../../ca/rules/extensions.js';
import { nameText } from '../../ca/rules/names.js';
import { SOFTWARE_AUTHORITY } from '../../ca/rules/profiles.js';
import { errors } from '../errors.js';
import { validUntil } from '../rules/life-cycle.js';
import { kindOf, type Offer, type Usage } from '../rules/offers.js';
import { revocationCodeProblem } from '../rules/revocation-code.js';
import { type Bearer, bearerSubject } from '../rules/subject.js';
import { checkedKey } from './check-request.js';
import { requireName } from './require-name.js';

export interface CertificateOrder {
  readonly offer: Offer;
  readonly usage: Usage;
  readonly bearer: Bearer;
  /** Name of the application, or of the host. */
  readonly commonName: string;
  /** Proves later that one may revoke; chosen by who orders, or before, when it is given as its hash. */
  readonly revocationCode?: string | undefined;
  readonly revocationHash?: string | undefined;
  /** The software that it is for, and the mailboxes that are told before it ends. */
  readonly product?: string | undefined;
  readonly contacts?: readonly string[] | undefined;
  /** A signing request (PEM or DER); without it the key is made here, and leaves in a file with a password. */
  readonly csr?: string | Uint8Array | undefined;
  readonly usagesIgnored?: boolean;
  /** Of that file; drawn when none is chosen. */
  readonly password?: string | undefined;
}

/** A certificate, told once with its key when it was made here. DER. */
export interface IssuedCertificate {
  readonly serial: string;
  readonly certificate: Buffer;
  /** Its subject as text (RFC 4514). */
  readonly subjectDn: string;
  /** Up to the root. */
  readonly chain: readonly Buffer[];
  readonly pkcs12?: { readonly file: Buffer; readonly password: string };
}

const DAYS = 1095;

/**
 * Certifies an application or a server of an organisation, for three years.
 * @throws errors.unknownKind, commonName, shortRevocationCode, and those of a signing request
 */
export async function issueCertificate(ctx: Ctx, order: CertificateOrder): Promise<IssuedCertificate> {
  const profile = checked(ctx, order);
  const { authority } = await import('../../ca/authorities.js');
  const { certify } = await import('../../ca/certify.js');
  const { chainOf, issueWithKey } = await import('../../ca/issue.js');
  const { commonName, bearer, offer } = order;
  const details = {
    ...{ profile, subject: bearerSubject(bearer, commonName), days: DAYS },
    otherNames: offer === 'SERV' ? [{ type: 'dns' as const, value: commonName }] : [],
    privateExtensions: [softwareCategory(ctx.config.profile === 'sandbox')],
  };
  if (order.csr !== undefined) {
    const publicKey = await checkedKey(ctx, order.csr, {
      ...{ commonName, server: offer === 'SERV' },
      usagesIgnored: order.usagesIgnored ?? false,
    });
    const made = await certify(ctx, await authority(ctx, SOFTWARE_AUTHORITY), { ...details, publicKey });
    await record(ctx, order, made);
    return { ...told(made), chain: await chainOf(ctx, SOFTWARE_AUTHORITY) };
  }
  const made = await issueWithKey(ctx, SOFTWARE_AUTHORITY, details);
  const { pkcs12Writer } = await import('../../ca/pkcs12.js');
  const password = order.password ?? randomToken(12);
  const file = (await pkcs12Writer(password))({ ...made, name: commonName });
  await record(ctx, order, made);
  return { ...told(made), chain: made.chain, pkcs12: { file, password } };
}

const told = ({ serial, certificate }: Certified) => ({
  serial,
  certificate,
  subjectDn: nameText(certificateParts(certificate).subject),
});

function checked(ctx: Pick<Ctx, 'config'>, order: CertificateOrder) {
  const kind = kindOf(order.offer, order.usage);
  if (!kind) throw errors.unknownKind();
  requireName(ctx, order);
  if (order.revocationHash === undefined && revocationCodeProblem(order.revocationCode ?? ''))
    throw errors.shortRevocationCode();
  return kind.profile;
}

async function record(ctx: Ctx, order: CertificateOrder, made: Certified): Promise<void> {
  const at = ctx.clock.now();
  const revocationHash =
    order.revocationHash ?? (await hashPin(ctx.config.secret, order.revocationCode ?? ''));
  const { bearer, offer, usage, commonName } = order;
  await transaction(ctx, async (tx) => {
    await recordCertificate(tx, made).catch((error: { code?: string }) => {
      // Two requests for the same key at the same time.
      throw error.code === '23505' ? errors.reusedKey() : error;
    });
    await sql`insert into credentials.software_certificates (serial, offer, usage, structure_id, structure_name,
        common_name, revocation_hash, ordered_by, issued_at, expires_at, departement, product, contacts)
      values (${made.serial}, ${offer}, ${usage}, ${bearer.nationalId}, ${bearer.name}, ${commonName},
        ${revocationHash}, ${ctx.actor}, ${at}, ${validUntil(at)}, ${bearer.departement ?? null},
        ${order.product ?? ''}, ${[...(order.contacts ?? [])]})`.execute(tx.db);
    await journal(tx, {
      act: 'credentials.issue-certificate',
      subject: bearer.nationalId,
      outcome: 'done',
      data: { serial: made.serial, offer, usage, commonName },
    });
  });
}
