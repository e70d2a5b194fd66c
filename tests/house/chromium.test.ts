import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findChromium, findOrInstallChromium } from '../../scripts/chromium.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'esculape-chromium-'));
  delete process.env.CHROME_PATH;
  process.env.PATH = folder;
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function program(name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('the browser of the journeys', () => {
  it('is that of CHROME_PATH before any other', () => {
    program('chromium', 'exit 0');
    process.env.CHROME_PATH = '/elsewhere/chrome';
    expect(findChromium()).toBe('/elsewhere/chrome');
  });

  it('is found under its usual names', () => {
    const path = program('google-chrome', 'exit 0');
    expect(findChromium()).toBe(path);
  });

  it.runIf(process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'))(
    'is installed by root where there is none',
    () => {
      const chromium = join(folder, 'chromium');
      program(
        'apt-get',
        `[ "$1" = install ] && echo '#!/bin/sh' > ${chromium} && /bin/chmod 755 ${chromium}`,
      );
      expect(findOrInstallChromium()).toBe(chromium);
    },
  );
});
