import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../platform/free-ports.js';

const BIN = fileURLToPath(new URL('../../bin/esculape.mjs', import.meta.url));
const READY_MS = 300_000;

export interface ProgramOptions {
  /** How many fictitious people to begin with. */
  readonly people?: number;
  /** Where its database lives; a temporary folder, removed at the end, when left out. */
  readonly dataDir?: string;
  /** More environment variables of the program, see docs/operating.md. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Program {
  readonly origin: string;
  stop(): Promise<void>;
}

/** Starts the program on ports of its own. @throws when it ends before it is ready, with what it said */
export async function startProgram({ people = 100, dataDir, env = {} }: ProgramOptions): Promise<Program> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'esculape-')));
  const [port, demo1, demo2, tls, card, mtls] = await freePorts(6);
  const child = spawn(process.execPath, [BIN, 'start'], {
    env: {
      ...process.env,
      ...{ DATA_DIR: folder, PORT: `${port}`, DEMO_PORTS: `${demo1},${demo2}`, TLS_PORT: `${tls}` },
      ...{ CARD_PORT: `${card}`, MTLS_PORT: `${mtls}`, IGC_KEY_BITS: '2048' },
      ...{ SANDBOX_PEOPLE: `${people}`, ESCULAPE_LOG: 'error' },
      ESCULAPE_ORIGIN: `http://localhost:${port}`,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => said.push(text.toString()));
  const stop = async () => {
    await end(child);
    if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
  };
  const origin = env.ESCULAPE_ORIGIN ?? `http://localhost:${port}`;
  try {
    await ready(child, `http://localhost:${port}`);
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}\n${said.join('')}`);
  }
  return { origin, stop };
}

async function ready(child: ChildProcess, origin: string): Promise<void> {
  for (const end = Date.now() + READY_MS; Date.now() < end; await sleep(50)) {
    if (child.exitCode !== null) throw new Error(`Esculape ended with code ${child.exitCode}`);
    if ((await fetch(`${origin}/healthz`).catch(() => undefined))?.ok) return;
  }
  throw new Error(`Esculape was not ready within ${READY_MS / 1000} s`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const over = once(child, 'exit');
  child.kill('SIGTERM');
  await over;
}
