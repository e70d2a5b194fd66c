import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { certificatesPem } from '../../ca/pem.js';
import { SOFTWARE_AUTHORITY } from '../../ca/rules/profiles.js';
import { readCertificates } from '../../ca/store.js';
import { AcmeProblem } from '../rules/problem.js';
import type { AcmeOrder } from '../store.js';

/** The certificate of an order, then that of its authority, as PEM (RFC 8555 §7.4.2). @throws AcmeProblem orderNotReady */
export async function certificateText(ctx: Pick<Ctx, 'db'>, order: AcmeOrder): Promise<string> {
  const found = await one(
    ctx.db,
    sql<{
      certificate: Buffer;
    }>`select certificate from credentials.certificates where serial = ${order.serial}`,
  );
  if (!found) throw new AcmeProblem('orderNotReady', 'Cette commande n’a pas de certificat.');
  const issuer = (await readCertificates(ctx)).get(SOFTWARE_AUTHORITY);
  return certificatesPem([found.certificate, ...(issuer ? [issuer] : [])]);
}
