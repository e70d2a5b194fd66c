import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

/** Runs the tests of an example in a copy of its folder, its packages where npm install would put them. */
async function run(example: string) {
  const folder = mkdtempSync(join(tmpdir(), 'esculape-example-'));
  try {
    cpSync(join('examples', example), folder, { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    symlinkSync(resolve('.'), join(folder, 'node_modules/esculape'));
    for (const name of Object.keys(dependencies))
      symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name));
    const child = spawn(process.execPath, ['--test'], {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => {
        said += text.toString();
      });
    const [code] = (await once(child, 'exit')) as [number];
    return { code, said };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it.each([
  ['relying-party', 'pass 3'],
  ['desktop-software', 'pass 2'],
])('the example %s passes its own tests, against a sandbox that it starts', async (example, passed) => {
  const { code, said } = await run(example);
  expect(said).toContain(passed);
  expect(code, said).toBe(0);
});
