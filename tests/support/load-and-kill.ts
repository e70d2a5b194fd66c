import { spawn } from 'node:child_process';
import { once } from 'node:events';

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
  return { finished: said.includes('applied'), ms: performance.now() - begun };
}
