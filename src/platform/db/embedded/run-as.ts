import { spawnSync } from 'node:child_process';
import { chownSync, readFileSync } from 'node:fs';

/** The account that PostgreSQL runs under; undefined means the account of this process. */
export type RunAs = { uid: number; gid: number } | undefined;

/**
 * Chooses the account of the server. PostgreSQL refuses to run as root, so root lends it the account
 * `postgres` when /etc/passwd has one, `nobody` otherwise. Anyone else runs it as themselves.
 */
export function serverAccount(): RunAs {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error('Aucun compte sans privilège (postgres ou nobody) pour lancer PostgreSQL.');
}

/** Gives a path to the server's account; does nothing when that is the account of this process. */
export function giveTo(account: RunAs, path: string): void {
  if (account) chownSync(path, account.uid, account.gid);
}

/**
 * Runs a program to its end as the server's account, from a folder every account can enter.
 * Returns whether it succeeded and all that it printed.
 */
export function runAs(account: RunAs, program: string, args: string[]): { ok: boolean; output: string } {
  const done = spawnSync(program, args, {
    ...account,
    cwd: '/',
    env: serverEnv(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { ok: done.status === 0, output: done.error?.message ?? `${done.stdout}${done.stderr}` };
}

/** The environment of the server: nothing of ours (no secret, no PG* variable), messages in English. */
export function serverEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}
