import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../../platform/free-ports.js';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));

/** As `npm start` gives them. */
const MEMORY = ['--max-semi-space-size=8', '--no-parallel-scavenge', '--v8-pool-size=1'];
const ARENAS = { MALLOC_ARENA_MAX: '2' };

/** The program as an operator runs it, in a process and a data folder of its own. */
export interface BenchedProgram {
  readonly origin: string;
  /** The port that asks for a card. */
  readonly cardOrigin: string;
  /** Milliseconds from the spawn to the first 200 of /healthz. */
  readonly readyAfter: number;
  /** Resident memory of the Node process, in MB (Linux). */
  memory(): number;
  /** The most it ever was. */
  peak(): number;
  /** Seconds of processor that it has used, all threads (Linux). */
  processor(): number;
  stop(): Promise<void>;
}

/** A folder for one bench; `remove` deletes it. */
export function benchFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'esculape-bench-'));
  // The account of the database goes through it: its files are inside, and deleted with it.
  chmodSync(path, 0o711);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts the program on `dataDir` and waits until it is ready. @throws when it ends before that */
export async function startChild(dataDir: string, env: Record<string, string> = {}): Promise<BenchedProgram> {
  const [port, demo1, demo2, tls, card, mtls] = await freePorts(6);
  const begun = performance.now();
  const child = spawn(process.execPath, [...MEMORY, MAIN, 'start'], {
    env: {
      ...process.env,
      ...ARENAS,
      DATA_DIR: dataDir,
      PORT: String(port),
      DEMO_PORTS: `${demo1},${demo2}`,
      TLS_PORT: String(tls),
      CARD_PORT: String(card),
      MTLS_PORT: String(mtls),
      // Made in the background: what is measured is not the making of long keys.
      IGC_KEY_BITS: '2048',
      ESCULAPE_ORIGIN: `http://localhost:${port}`,
      ESCULAPE_LOG: 'error',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const origin = `http://localhost:${port}`;
  await ready(child, origin);
  return {
    origin,
    cardOrigin: `https://localhost:${card}`,
    readyAfter: performance.now() - begun,
    memory: () => megabytes(child.pid ?? 0, 'VmRSS'),
    peak: () => megabytes(child.pid ?? 0, 'VmHWM'),
    processor: () => processorSeconds(child.pid ?? 0),
    stop: () => ended(child),
  };
}

/**
 * Runs a command to its end. Out: how long it took, and the most memory that its process held, in MB, looked at ten times
 * a second. @throws when it fails
 */
export async function runCommand(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ seconds: number; peak: number }> {
  const begun = performance.now();
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, ESCULAPE_LOG: 'error', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said = (said + text).slice(-500);
  });
  let peak = 0;
  const look = setInterval(() => {
    if (child.exitCode === null) peak = Math.max(peak, megabytes(child.pid ?? 0, 'VmHWM'));
  }, 100);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(look);
  if (code !== 0) throw new Error(`esculape ${args[0]} s’est arrêté (code ${code}) : ${said}`);
  return { seconds: (performance.now() - begun) / 1000, peak };
}

async function ready(child: ChildProcess, origin: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Le programme s’est arrêté (code ${child.exitCode}).`);
    const answer = await fetch(`${origin}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function megabytes(pid: number, what: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
}

/** User and system time, in the hundredths of seconds of /proc. */
function processorSeconds(pid: number): number {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(afterName[11]) + Number(afterName[12])) / 100;
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
