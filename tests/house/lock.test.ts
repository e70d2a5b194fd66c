import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Entry {
  version?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, Entry>;
};

describe('package-lock.json', () => {
  // npm leaves out those of other platforms when it adds a package, and `npm ci` then refuses the file.
  it('lists the optional packages of every platform, or a bare clone cannot install', () => {
    const missing = Object.entries(packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).filter((name) => {
        return !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`];
      }),
    );
    expect(missing).toEqual([]);
  });

  it('names no server: each machine uses its own registry', () => {
    expect(Object.values(packages).filter((entry) => entry.resolved)).toEqual([]);
  });
});
