// npm test: every test from a bare clone; arguments go to vitest (a path, -t "title").
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, ROOT, run } from './bootstrap.mjs';
import { findOrInstallChromium } from './chromium.mjs';

const prepared = prepare();
const chromium = findOrInstallChromium();
if (chromium) prepared.env.CHROME_PATH = chromium;
else process.stderr.write('Pas de Chromium ici : les parcours dans un navigateur vont échouer.\n');

const args = process.argv.slice(2);
// The record that `npm run requirements` reads is that of a whole run.
const record = join(ROOT, 'test-results', 'vitest.json');
const whole = args.length === 0;
if (whole) rmSync(record, { force: true });
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${record}`];

Object.assign(process.env, prepared.env);
process.chdir(ROOT);
await run(
  join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
  ['run', ...(whole ? reporters : args)],
  prepared,
);
