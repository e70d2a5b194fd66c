import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Cruise {
  modules: { source: string }[];
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
}

/** Runs the import rules over the src/ of a folder. */
function cruise(root: string): { cruised: string[]; broken: string[] } {
  const tool = resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [tool, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'];
  const done = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const { modules, summary } = JSON.parse(done.stdout) as Cruise;
  return {
    cruised: modules.map((module) => module.source).filter((source) => source.startsWith('src/')),
    broken: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  };
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesOf(path) : [path];
  });
}

const files = filesOf('src');
const typescript = files.filter((file) => /\.tsx?$/.test(file));
const modules = readdirSync('src/modules');

describe('the imports', () => {
  it('follow the rules of the house', () => {
    const { cruised, broken } = cruise('.');
    const expected = typescript.filter((file) => !/\.test\.tsx?$/.test(file));
    expect(expected.length).toBeGreaterThan(50);
    expect(cruised.length).toBeGreaterThanOrEqual(expected.length);
    expect(broken).toEqual([]);
  });

  it('are refused one by one when they break a rule', () => {
    const root = mkdtempSync(join(tmpdir(), 'esculape-imports-'));
    try {
      const expected = plantBrokenRules(root);
      const names = cruise(root).broken.map((line) => line.split(':')[0]);
      expect([...new Set(names)].sort()).toEqual(expected.sort());
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});

/** Writes a small tree in which every rule is broken, and returns the names of the rules. */
function plantBrokenRules(root: string): string[] {
  const broken: [rule: string, from: string, to: string][] = [
    ['known-module', 'sandbox/a.ts', 'modules/unheard-of/index.ts'],
    ['structures-imports-lower-modules-only', 'modules/structures/index.ts', 'modules/registry/index.ts'],
    ['messaging-imports-lower-modules-only', 'modules/messaging/index.ts', 'modules/credentials/index.ts'],
    ['one-door', 'modules/registry/index.ts', 'modules/authorities/store.ts'],
    ['one-door-from-outside', 'portals/annuaire/route.ts', 'modules/directory/store.ts'],
    ['platform-and-ui-know-no-domain', 'ui/form.ts', 'modules/nomenclatures/index.ts'],
    ['platform-draws-nothing', 'platform/clock.ts', 'ui/page.ts'],
    ['modules-stand-on-platform-and-ui', 'modules/access/index.ts', 'app.ts'],
    ['nobody-imports-portals', 'sandbox/b.ts', 'portals/annuaire/route.ts'],
    ['production-lives-without-sandbox', 'portals/suivi/route.ts', 'sandbox/c.ts'],
    ['portals-hold-no-sql', 'portals/suivi/page.ts', 'pg'],
    ['rules-are-pure', 'modules/guidance/rules/clock.ts', 'platform/log.ts'],
    ['no-circle', 'cli/one.ts', 'cli/two.ts'],
    ['no-circle', 'cli/two.ts', 'cli/one.ts'],
    ['resolvable', 'cli/three.ts', 'cli/nowhere.ts'],
  ];
  const imports = new Map<string, string[]>();
  for (const [, from, to] of broken) {
    imports.set(from, [...(imports.get(from) ?? []), to]);
    if (to.includes('.') && to !== 'cli/nowhere.ts') imports.set(to, imports.get(to) ?? []);
  }
  for (const [file, targets] of imports) {
    const path = join(root, 'src', file);
    mkdirSync(dirname(path), { recursive: true });
    const lines = targets.map((to) => {
      const from = to.includes('.') ? relative(dirname(file), to).replace(/^(?!\.)/, './') : to;
      return `import '${from.replace(/\.ts$/, '.js')}';`;
    });
    writeFileSync(path, `${lines.join('\n')}\nexport const name = '${file}';\n`);
  }
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'])
    cpSync(name, join(root, name));
  mkdirSync(join(root, 'node_modules/pg'), { recursive: true });
  writeFileSync(join(root, 'node_modules/pg/package.json'), '{"name":"pg","main":"index.js"}');
  writeFileSync(join(root, 'node_modules/pg/index.js'), '');
  return [...new Set(broken.map(([rule]) => rule))];
}

describe('the tree', () => {
  it('has no name that says nothing', () => {
    const vague = /^(utils?|helpers?|common|core|misc|lib)$/;
    const words = (file: string) => file.split('/').map((part) => part.split('.')[0] ?? '');
    expect(files.filter((file) => words(file).some((word) => vague.test(word)))).toEqual([]);
  });

  it('names its sources in kebab-case', () => {
    expect(
      typescript.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.tsx?$/.test(basename(file))),
    ).toEqual([]);
  });

  it('has no source over 300 lines', () => {
    const long = typescript.filter((file) => readFileSync(file, 'utf8').split('\n').length > 301);
    expect(long).toEqual([]);
  });

  it('gives each module its page and its door', () => {
    const wanted = modules.flatMap((name) => [
      `src/modules/${name}/README.md`,
      `src/modules/${name}/index.ts`,
    ]);
    expect(wanted.filter((file) => !existsSync(file))).toEqual([]);
  });
});

describe('the SQL', () => {
  it('is not written in portals', () => {
    const SQL =
      /\bsql(<[^`]*>)?`|\b(db|pool|client)\.query\(|\.(selectFrom|insertInto|updateTable|deleteFrom)\(|\binsert\s+into\b/i;
    const portals = typescript.filter((file) => file.startsWith('src/portals/'));
    expect(portals.filter((file) => SQL.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('of a module names its own tables, or the views that another module publishes', () => {
    const schemas = new Map(modules.map((name) => [name.replaceAll('-', '_'), name]));
    const views = new Set(
      files
        .filter((file) => file.endsWith('.sql'))
        .flatMap((file) => [
          ...readFileSync(file, 'utf8').matchAll(/create\s+(?:or\s+replace\s+)?view\s+([\w.]+)/gi),
        ])
        .map((match) => match[1]?.toLowerCase()),
    );
    const relation = /\b(?:from|join|into|update|references)\s+([a-z_]+)\.([a-z_]+)\b/gi;
    const foreign = files
      .filter(
        (file) => file.startsWith('src/modules/') && /\.(ts|tsx|sql)$/.test(file) && !/\.test\./.test(file),
      )
      .flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(relation)]
          .filter(([, schema = '']) => schemas.has(schema) && schemas.get(schema) !== file.split('/')[2])
          .map(([, schema, table]) => `${schema}.${table}`)
          .filter((table) => !views.has(table))
          .map((table) => `${file}: ${table}`),
      );
    expect(foreign).toEqual([]);
  });
});
