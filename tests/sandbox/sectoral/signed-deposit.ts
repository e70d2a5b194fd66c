import { randomUUID } from 'node:crypto';
import { CompactSign, importPKCS8 } from 'jose';
import type { Software } from './world.js';

/** A deposit as the software of a structure signs it. `x5c`: the certificate to show in place of the one that signs. */
export async function signedDeposit(
  signer: Software,
  content: Readonly<Record<string, unknown>>,
  x5c = signer.certificate,
): Promise<string> {
  const payload = {
    jti: randomUUID(),
    account: 'secretaire',
    type: '11488-4',
    title: 'Consultation',
    body: 'Inventé.',
    ...content,
  };
  const [first = ''] = /-----BEGIN CERTIFICATE-----([\s\S]*?)-----END/.exec(x5c)?.slice(1) ?? [];
  return new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'RS256', x5c: [first.replaceAll(/\s/g, '')] })
    .sign(await importPKCS8(signer.key, 'RS256'));
}
