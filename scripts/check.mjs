// npm run check: every check that is not a test; each says its name and result; 1 when one fails.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, ROOT } from './bootstrap.mjs';

const { node, env } = prepare();
const record = join(ROOT, 'test-results', 'vitest.json');
const tool = (...path) => join(ROOT, 'node_modules', ...path);

const checks = [
  ['style (biome)', tool('@biomejs', 'biome', 'bin', 'biome'), ['check', '--error-on-warnings', '.']],
  ['types (tsc)', tool('typescript', 'bin', 'tsc'), ['--noEmit', '-p', '.']],
  ['unused code (knip)', tool('knip', 'bin', 'knip.js'), []],
  [
    'imports (dependency-cruiser)',
    tool('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
    ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'src'],
  ],
];
if (existsSync(record)) checks.push(['requirements', join(ROOT, 'scripts', 'requirements.mjs'), []]);

const results = checks.map(([name, script, args]) => {
  const done = spawnSync(node, [script, ...args], { cwd: ROOT, env, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const ok = done.status === 0;
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'}  ${name}\n`);
  if (!ok || name === 'requirements') process.stdout.write(`${done.stdout}${done.stderr}`);
  return { name, ok };
});
if (!existsSync(record)) process.stdout.write('        requirements: after a whole `npm test`\n');

mkdirSync(join(ROOT, 'test-results'), { recursive: true });
writeFileSync(join(ROOT, 'test-results', 'checks.json'), `${JSON.stringify(results)}\n`);
process.exit(results.every(({ ok }) => ok) ? 0 : 1);
