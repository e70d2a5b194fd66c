import type { Ctx } from '../../../../platform/context.js';
import { Refusal } from '../../../../platform/errors.js';
import { type ZippedFile, zipOf } from '../../../../platform/files/zip.js';
import { chainPem } from '../../ca/identity.js';
import { certificatePem } from '../../ca/pem.js';
import { errors } from '../errors.js';
import type { Administrator } from '../queries/administrator.js';
import { type CertificateRequest, openRequestsOf } from '../request-store.js';
import { retrieveAs } from './as-administrator.js';
import type { IssuedCertificate } from './issue-certificate.js';
import { checkSecrets, type Retrieval } from './retrieve.js';

/** What waits for one product of a structure, the oldest first. In: a national identifier. */
export const waitingOf = async (
  ctx: Pick<Ctx, 'db'>,
  structureId: string,
  product: string,
): Promise<CertificateRequest[]> =>
  (await openRequestsOf(ctx, structureId)).filter((one) => one.product === product);

/**
 * Retrieves all that waits for a product, in one go: one revocation code for all, one password for the keys made here. What
 * was signed before a refusal is handed over all the same, since nobody could hand it over again; the rest stays open.
 * Out: a zip with each certificate (PKCS#12 where the key was made here), the chain, and a note of what is missing.
 * @throws as `retrieveAs` when nothing was signed; errors.unknownRequest when nothing waits
 */
export async function retrieveAllAs(
  ctx: Ctx,
  who: Administrator,
  asked: Omit<Retrieval, 'id' | 'structureId'> & { readonly structureId: string; readonly product: string },
): Promise<Buffer> {
  const { structureId, product, ...secrets } = asked;
  const waiting = await waitingOf(ctx, structureId, product);
  if (waiting.length === 0) throw errors.unknownRequest();
  for (const request of waiting) checkSecrets(request, secrets);
  const files: ZippedFile[] = [];
  const refused: string[] = [];
  for (const request of waiting)
    try {
      files.push(fileOf(request, await retrieveAs(ctx, who, { ...secrets, id: request.id })));
    } catch (error) {
      if (!(error instanceof Refusal) || files.length === 0) throw error;
      refused.push(`${nameOf(request)} : ${error.message}`);
    }
  const note = refused.length > 0 ? [{ name: 'A-RETIRER.txt', bytes: Buffer.from(refused.join('\n')) }] : [];
  const chain = { name: 'chaine.pem', bytes: Buffer.from(await chainPem(ctx)) };
  return zipOf([...files, chain, ...note], ctx.clock.now());
}

const nameOf = ({ commonName, offer, usage }: CertificateRequest): string =>
  `${commonName}-${offer}-${usage}`.replace(/[^\w.-]+/g, '_');

const fileOf = (request: CertificateRequest, made: IssuedCertificate): ZippedFile =>
  made.pkcs12
    ? { name: `${nameOf(request)}.p12`, bytes: made.pkcs12.file }
    : { name: `${nameOf(request)}.pem`, bytes: Buffer.from(certificatePem(made.certificate)) };
