import { X509Certificate } from 'node:crypto';
import { certificates } from '../modules/credentials/index.js';
import { structuresByNationalId } from '../modules/structures/index.js';
import type { Ctx } from '../platform/context.js';
import { Refusal } from '../platform/errors.js';
import { randomToken } from '../platform/secrets.js';

export interface AskedCertificate {
  readonly offer: certificates.Offer;
  readonly usage: certificates.Usage;
  readonly commonName: string;
  /** National identifier of the organisation; an invented one when left out. */
  readonly structure?: string | undefined;
  /** PEM, or DER. */
  readonly csr?: string | Uint8Array | undefined;
  readonly revocationCode?: string | undefined;
}

export interface SandboxCertificate {
  readonly serial: string;
  /** As a service registers it for `tls_client_auth` (RFC 4514). */
  readonly subjectDn: string;
  /** PEM: the certificate, then those that lead to the root. */
  readonly certificate: string;
  readonly chain: string;
  readonly revocationCode: string;
  /** Base64, with the password that opens it; when the key was made here. */
  readonly pkcs12?: string;
  readonly password?: string;
}

const INVENTED: certificates.Bearer = {
  name: 'ETABLISSEMENT D’ESSAI',
  nationalId: '1990000019',
  departement: 'Paris (75)',
};

/** A software certificate at once: in a file with its key, or from a signing request. @throws Refusal */
export async function createCertificate(ctx: Ctx, asked: AskedCertificate): Promise<SandboxCertificate> {
  const revocationCode = asked.revocationCode ?? randomToken(9);
  const made = await certificates.issueCertificate(ctx, {
    ...{
      offer: asked.offer,
      usage: asked.usage,
      commonName: asked.commonName,
      csr: asked.csr,
      revocationCode,
    },
    bearer: asked.structure === undefined ? INVENTED : await bearerOf(ctx, asked.structure),
  });
  return told(made, revocationCode);
}

function told(made: certificates.IssuedCertificate, revocationCode: string): SandboxCertificate {
  return {
    serial: made.serial,
    subjectDn: made.subjectDn,
    certificate: pem(made.certificate),
    chain: made.chain.map(pem).join(''),
    revocationCode,
    ...(made.pkcs12 && { pkcs12: made.pkcs12.file.toString('base64'), password: made.pkcs12.password }),
  };
}

export interface AskedKit {
  readonly finess: string;
  readonly product: string;
  readonly insi?: 'MANU' | 'AUTO' | undefined;
  readonly contacts: readonly string[];
}

/** The certificates that care software needs, each in its file. @throws Refusal */
export async function createKit(
  ctx: Ctx,
  asked: AskedKit,
): Promise<(SandboxCertificate & { use: string })[]> {
  const revocationCode = randomToken(9);
  const kit = await certificates.orderKit(ctx, { ...asked, revocationCode });
  return kit.map((made) => ({ ...told(made, revocationCode), use: made.use }));
}

const pem = (der: Buffer): string => new X509Certificate(der).toString();

async function bearerOf(ctx: Ctx, nationalId: string): Promise<certificates.Bearer> {
  const structure = (await structuresByNationalId(ctx, [nationalId])).get(nationalId);
  if (!structure)
    throw new Refusal({
      code: 'sandbox.unknown-structure',
      status: 404,
      message: 'Aucune structure de l’Annuaire n’a cet identifiant national.',
    });
  return { name: structure.name, nationalId, departement: certificates.departementLabel(structure) };
}
