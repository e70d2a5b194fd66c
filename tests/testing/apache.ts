import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = '/usr/sbin/apache2';
const MODULES = '/usr/lib/apache2/modules';
const NEEDED = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'env', 'headers', 'auth_openidc'];

/** Whether Debian's Apache and its module for OpenID Connect are on this machine. */
export const hasApache = (): boolean =>
  existsSync(PROGRAM) && existsSync(join(MODULES, 'mod_auth_openidc.so'));

export interface Apache {
  readonly origin: string;
  /** What it wrote to its error log. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * The real Apache on a loopback port, with one page, `/prive/`, that answers who came by two headers. `settings`: what the
 * guide says to write, the values put in.
 */
export async function startApache(port: number, settings: string): Promise<Apache> {
  const folder = mkdtempSync(join(tmpdir(), 'esculape-apache-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'site/prive'), { recursive: true });
  writeFileSync(join(folder, 'site/index.html'), 'Au revoir');
  writeFileSync(join(folder, 'site/prive/index.html'), 'Bienvenue');
  const phrase = join(folder, 'phrase');
  writeFileSync(phrase, '#!/bin/sh\necho phrase-d-essai-assez-longue\n', { mode: 0o755 });
  const own = settings.replace('/usr/local/bin/phrase-de-session', phrase);
  writeFileSync(join(folder, 'httpd.conf'), configuration(folder, port, own));
  const child = spawn(PROGRAM, ['-f', join(folder, 'httpd.conf'), '-DFOREGROUND'], { stdio: 'ignore' });
  const log = () => read(join(folder, 'error.log'));
  const origin = `http://localhost:${port}`;
  await answering(child, origin, log);
  return {
    origin,
    log,
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string, port: number, settings: string): string {
  const user = process.getuid?.() === 0 ? ['User www-data', 'Group www-data'] : [];
  return [
    ...[...NEEDED, 'dir'].map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`),
    ...user,
    `ServerName localhost:${port}`,
    `Listen 127.0.0.1:${port}`,
    `PidFile ${folder}/pid`,
    `ErrorLog ${folder}/error.log`,
    `DefaultRuntimeDir ${folder}`,
    `DocumentRoot ${folder}/site`,
    'DirectoryIndex index.html',
    settings,
    // As an application behind it reads them, from its environment.
    'Header set X-Qui "expr=%{REMOTE_USER}"',
    'Header set X-Nom "%{OIDC_CLAIM_family_name}e"',
  ].join('\n');
}

function read(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** @throws with what it wrote, when it ends before it answers */
async function answering(child: ChildProcess, origin: string, log: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Apache ended (${child.exitCode}): ${log()}`);
    const answer = await fetch(`${origin}/`).catch(() => undefined);
    if (answer) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
