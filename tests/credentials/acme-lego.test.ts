import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { acme, certificates } from '../../src/modules/credentials/index.js';
import { freePorts } from '../../src/platform/free-ports.js';
import { startDoor, type TestDoor } from '../support/door.js';
import { type Administered, administered } from './administered.js';

const run = promisify(execFile);
const lego = (...args: string[]) => run('lego', args, { timeout: 60_000 });

/** A client that many servers run; it is judged where it is installed. */
const hasLego = await lego('--version').then(
  () => true,
  () => false,
);

let w: TestDoor;
let clinic: Administered;
let port: number;
const folder = mkdtempSync(join(tmpdir(), 'esculape-lego-'));

beforeAll(async () => {
  [port = 0] = await freePorts(1);
  w = await startDoor(['/acme', '/igc'], { env: { ACME_HTTP_PORT: String(port) } });
  clinic = await administered(w.ctx, '990000371');
});
afterAll(async () => {
  await w.close();
  rmSync(folder, { recursive: true, force: true });
});

it.skipIf(!hasLego)('serves lego: an account, a certificate, its renewal and its revocation', async () => {
  const key = await acme.makeKeyAs(clinic.ctx, clinic, {
    ...{ product: 'Serveur web', contacts: ['si@clinique.example'], revocationCode: 'un code long' },
  });
  const usual = [
    ...['--server', `${w.origin}/acme/directory`, '--path', folder, '--accept-tos', '--key-type', 'rsa2048'],
    ...['--email', 'si@clinique.example', '--eab', '--kid', key.id, '--hmac', key.secret],
    ...['--domains', 'lego.localhost', '--http', '--http.port', `127.0.0.1:${port}`],
  ];
  await lego(...usual, 'run');
  const read = () => new X509Certificate(readFileSync(join(folder, 'certificates/lego.localhost.crt')));
  const first = read();
  expect(first.checkHost('lego.localhost')).toBe('lego.localhost');
  await lego(...usual, 'renew', '--days', '2000', '--no-random-sleep');
  expect(read().serialNumber).not.toBe(first.serialNumber);
  await lego(...usual, 'revoke');
  const held = await certificates.certificatesOf(w.ctx, `1${clinic.finess}`);
  expect(held.map(({ standing }) => standing).sort()).toEqual(['active', 'revoked']);
});
