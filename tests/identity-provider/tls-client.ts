import { generateKeyPairSync, sign } from 'node:crypto';
import { Agent, request } from 'node:https';
import { certificatesPem } from '../../src/modules/credentials/ca/pem.js';
import { signedWhole, toBeSigned } from '../../src/modules/credentials/ca/rules/certificate.js';
import { usageExtensions } from '../../src/modules/credentials/ca/rules/extensions.js';
import { type DistinguishedName, nameDer } from '../../src/modules/credentials/ca/rules/names.js';
import { PROFILES } from '../../src/modules/credentials/ca/rules/profiles.js';
import { certificates } from '../../src/modules/credentials/index.js';

/** What a TLS client shows: PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
  readonly serial?: string;
}

/** A client that shows a certificate, or none, at each call; its connections are its own. */
export function caller(
  ca: string,
  identity?: Identity,
): (url: string, init?: RequestInit) => Promise<Response> {
  const agent = new Agent({ ca, ...identity, keepAlive: false, maxCachedSessions: 0 });
  return (url, init = {}) =>
    new Promise((resolve, reject) => {
      const headers = Object.fromEntries(new Headers(init.headers));
      const sent = request(url, { agent, method: init.method ?? 'GET', headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const told = Object.entries(answer.headers).flatMap(([name, value]) =>
            value ? [[name, String(value)]] : [],
          );
          resolve(
            new Response(Buffer.concat(parts), {
              status: answer.statusCode ?? 0,
              headers: told as [string, string][],
            }),
          );
        });
      });
      sent.on('error', reject);
      sent.end(init.body ? String(init.body) : undefined);
    });
}

/** A signing request, and the key in PEM that it is for. */
export function signingRequest(commonName: string): { csr: Buffer; key: string } {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' });
  return { csr: certificates.writeSigningRequest(commonName, keys), key: String(key) };
}

/** One that signs itself, or that has our authority's name over another key; its dates may be past. */
export function selfMade(
  subject: DistinguishedName,
  issuer = nameDer(subject),
  to = new Date(Date.now() + 86_400_000),
): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const part = toBeSigned({
    ...{ serial: '4142434445464748494a4b4c4d4e4f50', issuer, subject: nameDer(subject) },
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    ...{ from: new Date(to.getTime() - 2 * 86_400_000), to },
    extensions: usageExtensions(PROFILES['ORG AUTH_CLI']),
  });
  const cert = certificatesPem([signedWhole(part, sign('sha256', part, privateKey))]);
  return { cert, key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })) };
}
