import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/**
 * Loads a file in another process, killed after some milliseconds. In: the script that loads it and says `applied`, the address
 * of the database, the file. Out: whether it had finished, and how long it ran.
 */
export async function loadAndKill(
  loadOnce: string,
  [url, path]: readonly [url: string, path: string],
  after: number,
): Promise<{ finished: boolean; ms: number }> {
  const loader = ['--import=./tests/house/typescript-loader.mjs', '--experimental-transform-types'];
  const child = spawn(process.execPath, [...loader, loadOnce, url, path], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text;
  });
  let errors = '';
  child.stderr.on('data', (text: Buffer) => {
    errors += text;
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  if (!said) throw new Error(errors);
  const begun = performance.now();
  const timer = setTimeout(() => child.kill('SIGKILL'), after);
  await ended;
  clearTimeout(timer);
  const ms = performance.now() - begun;
  await nobodyAtWork(url);
  return { finished: said.includes('applied'), ms };
}

/** What the process had asked last may still be done, a commit among it: waits until the server has ended it. */
async function nobodyAtWork(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const atWork = `select from pg_stat_activity where datname = current_database()
    and backend_type = 'client backend' and state <> 'idle' and pid <> pg_backend_pid()`;
  while (((await client.query(atWork)).rowCount ?? 0) > 0) await sleep(10);
  await client.end();
}
