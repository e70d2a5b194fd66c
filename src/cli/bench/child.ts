import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../../platform/free-ports.js';

/** The program as an operator runs it, in a process and a data folder of its own. */
export interface BenchedProgram {
  readonly origin: string;
  /** Milliseconds from the spawn to the first 200 of /healthz. */
  readonly readyAfter: number;
  /** Resident memory of the Node process, in MB (Linux). */
  memory(): number;
  stop(): Promise<void>;
}

/** A folder for one bench; `remove` deletes it. */
export function benchFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'esculape-bench-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts the program on `dataDir` and waits until it is ready. @throws when it ends before that */
export async function startChild(dataDir: string, env: Record<string, string> = {}): Promise<BenchedProgram> {
  const [port, demo1, demo2, tls, card] = await freePorts(5);
  const begun = performance.now();
  const child = spawn(process.execPath, [fileURLToPath(new URL('../main.js', import.meta.url)), 'start'], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: String(port),
      DEMO_PORTS: `${demo1},${demo2}`,
      TLS_PORT: String(tls),
      CARD_PORT: String(card),
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
    readyAfter: performance.now() - begun,
    memory: () => residentMegabytes(child.pid ?? 0),
    stop: () => ended(child),
  };
}

async function ready(child: ChildProcess, origin: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Le programme s’est arrêté (code ${child.exitCode}).`);
    const answer = await fetch(`${origin}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
