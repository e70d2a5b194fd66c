import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from '../../scripts/build.mjs';

/** A compiled copy of the program as it is now: sources that change during the test do not matter. */
export function compiled(): { main: string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), 'esculape-program-'));
  const settings = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'package.json'];
  // What is compiled already is taken as it is, when it is of these very sources.
  for (const name of [...settings, 'src', 'dist'].filter((name) => existsSync(name)))
    cpSync(name, join(root, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  build(root, process.execPath);
  return { main: join(root, 'dist/cli/main.js'), remove: () => rmSync(root, { recursive: true }) };
}

/** Outside of the range from which systems take the near end of a connection: it stays free while a program restarts. */
async function restingPort(): Promise<string> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const probe = createServer();
    const free = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return String(port);
  }
}

type Ports = 'PORT' | 'DEMO_PORTS' | 'TLS_PORT' | 'CARD_PORT' | 'MTLS_PORT';

/** Settings that give a program ports of its own. */
export async function ownPorts(): Promise<Record<Ports, string>> {
  return {
    PORT: await restingPort(),
    DEMO_PORTS: `${await restingPort()},${await restingPort()}`,
    TLS_PORT: await restingPort(),
    CARD_PORT: await restingPort(),
    MTLS_PORT: await restingPort(),
  };
}

/** The program in a process of its own. */
export interface Running {
  readonly origin: string;
  readonly child: ChildProcess;
  /** What it wrote on standard error. */
  errors(): string;
  /** Ctrl-C: resolves with the exit code. */
  stop(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
}

/** Starts it and waits until it is ready. Throws with what it said when it ends before. */
export async function startProgram(main: string, env: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, [main, 'start'], {
    env: {
      PATH: process.env.PATH ?? '',
      ESCULAPE_LOG: 'error',
      SANDBOX_PEOPLE: '0',
      IGC_KEY_BITS: '2048',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  let said = '';
  child.stderr?.on('data', (text: Buffer) => {
    said += text;
  });
  const origin = `http://localhost:${env.PORT}`;
  const ready = async () => {
    while (child.exitCode === null && child.signalCode === null) {
      const answer = await fetch(`${origin}/healthz`).catch(() => undefined);
      await answer?.body?.cancel();
      if (answer?.status === 200) return;
      await sleep(30);
    }
    throw new Error(`the program ended: ${said}`);
  };
  await ready();
  const finish = async (signal: 'SIGINT' | 'SIGKILL') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
    return child.exitCode;
  };
  return {
    origin,
    child,
    errors: () => said,
    stop: () => finish('SIGINT'),
    kill: async () => void (await finish('SIGKILL')),
  };
}
