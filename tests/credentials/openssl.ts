import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs OpenSSL. Out: what it said, on both streams. @throws when it refuses, with what it said */
export async function openssl(...args: string[]): Promise<string> {
  const { stdout, stderr } = await run('openssl', args);
  return stdout + stderr;
}

/** Why OpenSSL refuses; undefined when it does not. */
export async function opensslRefusal(...args: string[]): Promise<string | undefined> {
  return openssl(...args).then(
    () => undefined,
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
}

/** Whether there is an OpenSSL to judge. */
export const hasOpenssl = await openssl('version').then(
  () => true,
  () => false,
);

const asPem = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;

export const certificatePem = (...ders: Uint8Array[]): string =>
  ders.map((der) => asPem('CERTIFICATE', der)).join('');
export const listPem = (...ders: Uint8Array[]): string => ders.map((der) => asPem('X509 CRL', der)).join('');

/** A folder for one test file. */
export function workshop() {
  const folder = mkdtempSync(join(tmpdir(), 'esculape-openssl-'));
  let rank = 0;
  return {
    /** Out: the path of a new file of that content. */
    file(content: string | Uint8Array): string {
      rank += 1;
      const path = join(folder, `f${rank}`);
      writeFileSync(path, content);
      return path;
    },
    clean: () => rmSync(folder, { recursive: true, force: true }),
  };
}
