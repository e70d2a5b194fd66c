import { crypto as acmeCrypto } from 'acme-client';
import { expect } from 'vitest';
import { acme, certificates } from '../../src/modules/credentials/index.js';
import { startDoor } from '../support/door.js';
import { binding, type ProgramKey, post, programKey, provingServer } from './acme-program.js';
import { administered } from './administered.js';
import { workshop } from './openssl.js';

/** Programs that speak ACME under one clinic, before a real server; a host of theirs proves itself. */
export async function acmeWorld() {
  const host = await provingServer();
  const w = await startDoor(['/acme', '/igc'], {
    connections: 24,
    env: { ACME_HTTP_PORT: String(host.port) },
  });
  const clinic = await administered(w.ctx, '990000110');
  const shop = workshop();
  const makeKey = (who = clinic, product = 'Serveur web') =>
    acme.makeKeyAs(who.ctx, who, {
      ...{ product, contacts: ['si@clinique.example'], revocationCode: 'un code long' },
    });
  /** A program with its account. */
  async function program(who = clinic): Promise<Program> {
    const [key, eab] = [await programKey(), await makeKey(who)];
    const made = await openAccount(key, eab);
    expect(made.status).toBe(201);
    return { key, kid: made.location };
  }

  const openAccount = (key: ProgramKey, eab?: acme.ExternalKey, more: Record<string, unknown> = {}) =>
    post(w.origin, key, '/acme/new-account', {
      termsOfServiceAgreed: true,
      ...(eab && { externalAccountBinding: binding(key.jwk, `${w.origin}/acme/new-account`, eab) }),
      ...more,
    });

  const ask = ({ key, kid }: Program, path: string, payload?: unknown) =>
    post(w.origin, key, path.replace(w.origin, ''), payload, { kid });

  const order = (by: Program, ...names: string[]) =>
    ask(by, '/acme/new-order', { identifiers: names.map((value) => ({ type: 'dns', value })) });

  /** An order whose host was proved. Out: its path. */
  async function readyOrder(by: Program, name: string): Promise<string> {
    const path = (await order(by, name)).location;
    const id = path.split('/').at(-1) ?? '';
    const authorization = await ask(by, `/acme/authz/${id}`);
    const [challenge] = authorization.body.challenges as { token: string; url: string }[];
    await host.proves(challenge?.token ?? '', by.key);
    expect((await ask(by, challenge?.url ?? '', {})).body.status).toBe('valid');
    return path;
  }

  const csrOf = async (name: string): Promise<string> => {
    const [, csr] = await acmeCrypto.createCsr({ commonName: name });
    return Buffer.from(csr.toString().replace(/-----[^-]*-----|\s/g, ''), 'base64').toString('base64url');
  };

  const listed = () => certificates.certificatesOf(w.ctx, `1${clinic.finess}`);
  return {
    ...{ w, host, clinic, shop, makeKey, program, openAccount, ask, order, readyOrder, csrOf, listed },
    async close(): Promise<void> {
      await w.close();
      await host.close();
      shop.clean();
    },
  };
}

export type AcmeWorld = Awaited<ReturnType<typeof acmeWorld>>;

/** A program and the address of its account. */
export interface Program {
  readonly key: ProgramKey;
  readonly kid: string;
}
