import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

it('the example of a relying party passes its own tests, against a sandbox that it starts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'esculape-example-'));
  try {
    cpSync('examples/relying-party', folder, { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    // As npm install would put them there.
    symlinkSync(resolve('.'), join(folder, 'node_modules/esculape'));
    symlinkSync(resolve('node_modules/openid-client'), join(folder, 'node_modules/openid-client'));
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
    expect(said).toContain('pass 3');
    expect(code, said).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);
