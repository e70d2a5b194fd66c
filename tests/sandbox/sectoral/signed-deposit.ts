import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { CompactSign, importPKCS8 } from 'jose';
import type { Shown } from './world.js';

/** A deposit as the software of a structure signs it. `x5c`: the certificate to show in place of the one that signs. */
export async function signedDeposit(
  signer: Required<Shown>,
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
    .sign(await importPKCS8(keyOf(signer), 'RS256'));
}

/** The private key in a PKCS#12 file, by OpenSSL. */
const keyOf = ({ pkcs12, password }: Shown): string =>
  execFileSync('openssl', ['pkcs12', '-nocerts', '-noenc', '-passin', `pass:${password}`], {
    input: Buffer.from(pkcs12, 'base64'),
    encoding: 'utf8',
  }).replace(/[\s\S]*?(?=-----BEGIN PRIVATE KEY-----)/, '');
