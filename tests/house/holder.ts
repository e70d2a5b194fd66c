import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What a holder says: one of these per line. */
interface Said {
  url?: string;
  adopted?: boolean;
  refused?: boolean;
  message?: string;
  stopped?: boolean;
  attached?: { url: string };
}

/** Another program that has, or asks for, an embedded database. */
export interface Holder {
  child: ChildProcess;
  first: Said;
  /** Asks for a clean stop and waits for the end. */
  stop(): Promise<void>;
  /** kill -9, and waits for the end. */
  kill(): Promise<void>;
}

/** Starts a holder of `dataDir` from the sources under `root`, as `account` when given; waits for its answer. */
export async function holder(
  dataDir: string,
  options: { root?: string; account?: { uid: number; gid: number }; mode?: 'attach' } = {},
): Promise<Holder> {
  const root = options.root ?? process.cwd();
  const script = [
    `--import=${root}/tests/house/typescript-loader.mjs`,
    `${root}/tests/house/hold-database.ts`,
  ];
  const child = spawn(process.execPath, [...script, dataDir, options.mode ?? 'hold'], {
    ...options.account,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let errors = '';
  child.stderr?.on('data', (text: Buffer) => {
    errors += text;
  });
  const line = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once('line', resolve);
    ended.then(() => setTimeout(() => reject(new Error(`the holder said nothing: ${errors}`)), 100));
  });
  const first = JSON.parse(await line) as Said;
  const finish = async (act: () => void) => {
    if (child.exitCode === null && child.signalCode === null) act();
    await ended;
  };
  return {
    child,
    first,
    stop: () => finish(() => child.stdin?.end()),
    kill: () => finish(() => child.kill('SIGKILL')),
  };
}
