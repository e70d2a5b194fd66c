import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';

const STAMP = '.built-from';

/**
 * Brings dist/ up to date with src/: compiled TypeScript, and the other files (SQL, styles, data) as they
 * are; what no longer has a source is removed. Does nothing when src/ has not changed since. Types are
 * checked by `npm run check`, not here, so that a first start is quick.
 */
export function build(root, node) {
  const sources = filesOf(join(root, 'src'));
  const settings = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'].map((name) =>
    join(root, name),
  );
  const from = digest(root, [...sources, ...settings]);
  const stamp = join(root, 'dist', STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === from) return;
  process.stderr.write('Compilation…\n');
  rmSync(stamp, { force: true });
  compile(root, node);
  const products = new Set([stamp]);
  for (const source of sources) {
    const product = join(root, 'dist', relative(join(root, 'src'), source));
    if (/\.tsx?$/.test(source)) {
      const script = product.replace(/\.tsx?$/, '.js');
      products.add(script).add(`${script}.map`);
    } else {
      mkdirSync(dirname(product), { recursive: true });
      copyFileSync(source, product);
      products.add(product);
    }
  }
  for (const file of filesOf(join(root, 'dist'))) if (!products.has(file)) rmSync(file);
  writeFileSync(stamp, from);
}

function compile(root, node) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = [tsc, '-p', join(root, 'tsconfig.build.json'), '--noCheck'];
  const done = spawnSync(node, options, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (done.status === 0) return;
  process.stderr.write('La compilation a échoué.\n');
  process.exit(1);
}

function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesOf(path) : [path];
  });
}

function digest(root, files) {
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(relative(root, file)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}
