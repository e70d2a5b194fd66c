// Everything a bare clone lacks, made on any Node from 18 on and without any dependency.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from './build.mjs';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const WANTED_NODE = 24;

// Node would let what has just been made grow to 128 MB before it looks what is still used.
// Its four helpers would wait for each other, and take the cores from the database while they look.
const MEMORY = ['--max-semi-space-size=8', '--no-parallel-scavenge', '--v8-pool-size=1'];

const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT'];

/** Installs the locked dependencies when node_modules lacks them, finds Node 24, brings dist/ up to date. */
export function prepare() {
  if (!isInstalled()) install();
  const node = findNode();
  build(ROOT, node);
  return { node, env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` } };
}

/** True when node_modules holds exactly the packages of the lock file (optional ones may miss). */
export function isInstalled() {
  const hidden = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = packagesOf(join(ROOT, 'package-lock.json'));
  const present = packagesOf(hidden);
  const matches = ([path, { version }]) => wanted[path]?.version === version;
  const needed = Object.entries(wanted).filter(([path, entry]) => path !== '' && !entry.optional);
  return Object.entries(present).every(matches) && needed.every(([path]) => present[path]);
}

function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

function install() {
  process.stderr.write('Installation des dépendances (une à deux minutes la première fois)…\n');
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // The development tools build dist/: they are wanted whatever NODE_ENV says.
  const done = spawnSync('npm', [...options, '--include=dev', '--include=optional'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) fail("L'installation des dépendances a échoué (npm ci).");
}

/** The path of a Node that can run the program: this one, else the one that npm brought. */
export function findNode() {
  if (Number.parseInt(process.versions.node, 10) >= WANTED_NODE) return process.execPath;
  const brought = join(ROOT, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(brought)) return brought;
  return fail(`Esculape demande Node ${WANTED_NODE} ou plus récent ; ici Node ${process.versions.node}.`);
}

/**
 * Runs a program of this clone under Node 24 with our terminal, and ends as it ends. In this very
 * process when it is recent enough; else in a child that gets our signals and that leaves when we do.
 */
export async function run(script, args, { node, env } = prepare()) {
  if (node === process.execPath) {
    process.env.PATH = env.PATH;
    process.argv = [node, script, ...args];
    heedSignalsOnce();
    if (process.env.npm_lifecycle_event) onParentGone(() => process.kill(process.pid, 'SIGTERM'));
    await import(pathToFileURL(script).href);
    return;
  }
  const follow = `--import=${pathToFileURL(join(ROOT, 'scripts', 'follow-parent.mjs')).href}`;
  const child = spawn(node, [...MEMORY, follow, script, ...args], { env, stdio: 'inherit' });
  for (const signal of SIGNALS) {
    // A terminal sends Ctrl-C to the child as well: once is enough.
    const twice = signal === 'SIGINT' && process.stdin.isTTY;
    process.on(signal, () => twice || child.kill(signal));
  }
  if (process.env.npm_lifecycle_event) onParentGone(() => child.kill('SIGTERM'));
  child.once('error', (error) => fail(error.message));
  child.once('exit', (code, signal) => {
    for (const name of SIGNALS) process.removeAllListeners(name);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}

/** Calls back once when the process that started this one has ended (kill -9 included). */
export function onParentGone(leave) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    leave();
  }, 500);
  timer.unref();
}

/**
 * Ctrl-C comes from the terminal and again from npm. A program that stops on the first must not be cut
 * short by the second; one that does not listen ends at once, as usual.
 */
export function heedSignalsOnce() {
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
      else process.on(signal, () => {});
    });
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
