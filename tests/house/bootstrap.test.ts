import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPTS = resolve('scripts');
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'esculape-bootstrap-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Runs `program` as bin/esculape.mjs would, in this process' Node or in a child ("brought" Node). */
function bootstrap(
  program: string,
  how: 'same process' | 'child',
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  const script = join(root, 'program.mjs');
  writeFileSync(script, program);
  const brought = join(root, 'node');
  if (!existsSync(brought)) symlinkSync(process.execPath, brought);
  const node = how === 'child' ? JSON.stringify(brought) : 'process.execPath';
  const call = `import { run } from ${JSON.stringify(`${SCRIPTS}/bootstrap.mjs`)};
    await run(${JSON.stringify(script)}, ['one'], { node: ${node}, env: process.env });`;
  const { npm_lifecycle_event: _, ...inherited } = process.env;
  return spawn(process.execPath, ['--input-type=module', '-e', call], {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return chunk.toString().trim();
}

const LISTENING = `
  process.on('SIGTERM', () => setTimeout(() => process.exit(7), 300));
  setInterval(() => {}, 1000);
  console.log(process.pid);`;

describe.each(['same process', 'child'] as const)('a program started in %s', (how) => {
  it('gets its arguments and gives its exit status', async () => {
    const child = bootstrap('console.log(process.argv[2]); process.exitCode = 5;', how);
    expect(await firstLine(child)).toBe('one');
    expect(await once(child, 'exit')).toEqual([5, null]);
  });

  it('stops in its own way on SIGTERM, even repeated', async () => {
    const child = bootstrap(LISTENING, how);
    await firstLine(child);
    child.kill('SIGTERM');
    await sleep(100);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([7, null]);
  });

  it('ends at once on a signal that it does not listen to', async () => {
    const child = bootstrap('setInterval(() => {}, 1000); console.log(1);', how);
    await firstLine(child);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([null, 'SIGINT']);
  });
});

it('stops the program when its starter is killed by -9', async () => {
  const child = bootstrap(LISTENING, 'child');
  const pid = Number(await firstLine(child));
  child.kill('SIGKILL');
  await once(child, 'exit');
  await expect.poll(() => isRunning(pid)).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0) && !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('the build', () => {
  const build = async () => {
    const call = `import { build } from ${JSON.stringify(`${SCRIPTS}/build.mjs`)}; build(${JSON.stringify(root)}, process.execPath);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', call], {
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    let said = '';
    child.stderr?.on('data', (text: Buffer) => {
      said += text;
    });
    const [status] = await once(child, 'exit');
    return { status, said };
  };

  it('compiles, copies the rest, forgets what has no source any more, and rests when nothing changed', async () => {
    for (const name of ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'package.json']) {
      cpSync(name, join(root, name));
    }
    symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
    mkdirSync(join(root, 'src/migrations'), { recursive: true });
    writeFileSync(join(root, 'src/page.tsx'), 'export const page = (): unknown => <p>bonjour</p>;\n');
    writeFileSync(join(root, 'src/page.test.ts'), 'export {};\n');
    writeFileSync(join(root, 'src/migrations/0001_old.sql'), 'SELECT 1;\n');
    expect(await build()).toMatchObject({ status: 0, said: expect.stringContaining('Compilation') });
    expect(readFileSync(join(root, 'dist/page.js'), 'utf8')).toContain('hono/jsx');
    expect(existsSync(join(root, 'dist/migrations/0001_old.sql'))).toBe(true);
    expect(existsSync(join(root, 'dist/page.test.js'))).toBe(false);
    expect(await build()).toEqual({ status: 0, said: '' });
    rmSync(join(root, 'src/migrations/0001_old.sql'));
    await build();
    expect(existsSync(join(root, 'dist/migrations/0001_old.sql'))).toBe(false);
    expect(existsSync(join(root, 'dist/page.js'))).toBe(true);
  });
});
