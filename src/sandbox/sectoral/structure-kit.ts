import { createPrivateKey, generateKeyPair, randomUUID } from 'node:crypto';
import { request } from 'node:https';
import { promisify } from 'node:util';
import { CompactSign } from 'jose';
import { certificates, igc } from '../../modules/credentials/index.js';
import type { Ctx } from '../../platform/context.js';
import { createCertificate } from '../certificates.js';
import { SECTORAL_PATH } from './route.js';

interface Held {
  /** PEM, both. */
  readonly key: string;
  readonly certificate: string;
}

interface Kit {
  readonly insi: Held;
  readonly client: Held;
  readonly seal: Held;
  /** Authorities that the software trusts. PEM. */
  readonly ca: string;
}

export interface KitAnswer {
  readonly status: number;
  readonly body: unknown;
}

const newKey = promisify(generateKeyPair);

/**
 * The software of an invented structure, with its three certificates: it calls INSi and the DMP over mutual TLS for users
 * who show no means of their own, and whom it names. Keys are made at the first call and stay in the process.
 */
export class StructureKit {
  #kit: Promise<Kit> | undefined;

  constructor(readonly ctx: Ctx) {}

  /** Verifies the identity of a patient by INSi, for that user of the software. */
  async verify(number: string, account: string): Promise<KitAnswer> {
    const { insi, ca } = await this.#made();
    const headers = { 'content-type': 'application/json', 'compte-agissant': account };
    return this.#call('/insi/verification', { held: insi, ca, headers, body: JSON.stringify({ number }) });
  }

  /** Signs a document and deposits it in the DMP, for that user of the software. */
  async deposit(patient: string, account: string): Promise<KitAnswer> {
    const { client, seal, ca } = await this.#made();
    const document = { type: '11488-4', title: 'Note de suivi', body: 'Document inventé, pour l’essai.' };
    const payload = { ...document, patient, account, jti: randomUUID() };
    const body = await new CompactSign(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'RS256', x5c: [derOf(seal.certificate)] })
      .sign(createPrivateKey(seal.key));
    const headers = { 'content-type': 'application/jose' };
    return this.#call(`/dmp/${patient}/documents`, { held: client, ca, headers, body });
  }

  #made(): Promise<Kit> {
    this.#kit ??= makeKit(this.ctx).catch((error: unknown) => {
      this.#kit = undefined;
      throw error;
    });
    return this.#kit;
  }

  async #call(
    path: string,
    sending: { held: Held; ca: string; headers: Record<string, string>; body: string },
  ): Promise<KitAnswer> {
    const { held, ca, headers, body } = sending;
    const accepted = { accept: 'application/json', ...headers };
    const tls = { ca, key: held.key, cert: held.certificate, agent: false as const };
    const url = `${this.ctx.config.mtlsOrigin}${SECTORAL_PATH}${path}`;
    const [status, text] = await new Promise<[number, string]>((resolve, reject) => {
      const sent = request(url, { ...tls, method: 'POST', headers: accepted }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => resolve([answer.statusCode ?? 0, Buffer.concat(parts).toString('utf8')]));
      });
      sent.on('error', reject);
      sent.end(body);
    });
    return { status, body: JSON.parse(text) };
  }
}

async function makeKit(ctx: Ctx): Promise<Kit> {
  return {
    insi: await certified(ctx, 'AUTH_CLI', 'INSI-MANU'),
    client: await certified(ctx, 'AUTH_CLI', 'DMP-DUI-D-ESSAI'),
    seal: await certified(ctx, 'SIGN', 'DMP-DUI-D-ESSAI'),
    ca: await igc.chainPem(ctx),
  };
}

/** A key that never leaves the software, and the certificate made from its signing request (PKCS#10). */
async function certified(ctx: Ctx, usage: 'AUTH_CLI' | 'SIGN', commonName: string): Promise<Held> {
  const keys = await newKey('rsa', { modulusLength: 2048 });
  const csr = certificates.writeSigningRequest(commonName, keys);
  const { certificate } = await createCertificate(ctx, { offer: 'ORG', usage, commonName, csr });
  return { key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), certificate };
}

const derOf = (certificate: string): string =>
  (/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END/.exec(certificate)?.[1] ?? '').replaceAll(/\s/g, '');
