import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const read = (file: string) => readFileSync(file, 'utf8');
const under = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file));
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...under('docs'), ...under('src')];

it('the links of the documents lead somewhere', () => {
  const dead = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !existsSync(resolve(dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  );
  expect(dead).toEqual([]);
});

it('the files that the documents name exist', () => {
  const named = pages.flatMap((page) =>
    [
      ...read(page).matchAll(
        /(?<![\w/])((?:src|tests|docs|scripts)\/[\w./-]*\w\.(?:ts|tsx|mjs|md|csv|sql))/g,
      ),
    ].map(([, file = '']) => [page, file] as const),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(([, file]) => !existsSync(file)).map((pair) => pair.join(': '))).toEqual([]);
});

it('every decision is in the list of decisions, once, under a number of its own', () => {
  const files = readdirSync('docs/adr').filter((file) => file !== 'README.md');
  const numbers = files.map((file) => /^(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1]);
  expect(new Set(numbers).size).toBe(files.length);
  const listed = [...read('docs/adr/README.md').matchAll(/\| \[(\d+)\]\((\d{4})-/g)];
  expect(listed.map(([, shown, number]) => [Number(shown), number])).toEqual(
    numbers.sort().map((number) => [Number(number), number]),
  );
});

it('every setting of the program is told to the operator, and no other one', () => {
  const known = [...read('src/platform/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(
    ([, name]) => name,
  );
  const told = [...read('docs/operating.md').matchAll(/^\|(.*?)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name),
  );
  expect(known.length).toBeGreaterThan(10);
  expect([...new Set(told)].sort()).toEqual([...known].sort());
});

it('every command is told to the operator', () => {
  const main = read('src/cli/main.ts');
  const imported = [...main.matchAll(/import\('\.\/([\w-]+)\.js'/g)].map(([, name = '']) => name);
  const commands = imported
    .flatMap((name) => /^ {2}name: '([\w-]+)'/m.exec(read(`src/cli/${name}.ts`))?.[1] ?? [])
    .filter((name) => name !== 'start');
  expect(commands).toEqual(expect.arrayContaining(['migrate', 'doctor', 'bench']));
  const operating = read('docs/operating.md');
  expect(commands.filter((name) => !operating.includes(`esculape ${name}`))).toEqual([]);
});

it('the glossary holds each word once, in order', () => {
  const words = [...read('docs/glossary.md').matchAll(/^\| ([^|]+?) \|/gm)]
    .map(([, word = '']) => word)
    .slice(1);
  const plain = words.map((word) => word.toLowerCase().replaceAll('-', ''));
  expect(new Set(plain).size).toBe(plain.length);
  expect(plain).toEqual([...plain].sort());
});
