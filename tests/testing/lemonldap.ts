import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../src/platform/free-ports.js';

const HOME = '/usr/share/lemonldap-ng';
const INI = '/etc/lemonldap-ng/lemonldap-ng.ini';
const FIRST = '/var/lib/lemonldap-ng/conf/lmConf-1.json';
const WEB_USER = 'www-data';
/** What its portal and its command load before they do anything. */
const PERL = [
  ...['Lemonldap::NG::Portal', 'Lemonldap::NG::Manager::Cli', 'Plack::Builder', 'HTTP::Server::PSGI'],
  ...['Email::Sender::Transport::SMTP', 'GD::SecurityImage', 'Image::Magick'],
];

/** Whether LemonLDAP::NG is on this machine, and may be started here: its command takes the place of the web's user. */
export function hasLemonldap(): boolean {
  if (process.getuid?.() !== 0) return false;
  const load = PERL.map((name) => `-M${name}`);
  return spawnSync('perl', [...load, '-e', '1'], { stdio: 'ignore' }).status === 0;
}

export interface Lemonldap {
  readonly origin: string;
  log(): string;
  /** Runs lines of a shell, where its command is found. @throws with what was said, when one fails */
  run(lines: string): Promise<void>;
  /** Opens the portal, with what was set until now. */
  open(): Promise<void>;
  stop(): Promise<void>;
}

/** A portal of its own in a new folder, as Debian sets it but for its addresses. */
export async function lemonldap(): Promise<Lemonldap> {
  const [port = 0] = await freePorts(1);
  const origin = `http://localhost:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'esculape-lemonldap-'));
  chmodSync(folder, 0o755);
  const env = {
    ...process.env,
    PATH: `${HOME}/bin:${process.env.PATH}`,
    LLNG_DEFAULTCONFFILE: `${folder}/ini`,
  };
  prepare(folder, `${origin}/`);
  const program = () =>
    spawn(
      'plackup',
      ['-s', 'HTTP::Server::PSGI', '--host', '127.0.0.1', '--port', String(port), `${folder}/portal.psgi`],
      { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'], ...webUser() },
    );
  let running: ReturnType<typeof program> | undefined;
  let said = '';
  return {
    origin,
    log: () => said,
    async run(lines) {
      // Never waited for without yielding: what it asks for is answered by this very process.
      const shell = spawn('sh', ['-e', '-c', lines], { env, stdio: ['ignore', 'ignore', 'pipe'] });
      let wrong = '';
      shell.stderr.on('data', (text: Buffer) => {
        wrong += text.toString();
      });
      const [code] = (await once(shell, 'exit')) as [number | null];
      if (code !== 0) throw new Error(wrong);
    },
    async open() {
      running = program();
      running.stderr?.on('data', (text: Buffer) => {
        said += text.toString();
      });
      while (
        running.exitCode === null &&
        !(await fetch(origin, { redirect: 'manual' }).catch(() => undefined))
      )
        await new Promise((resolve) => setTimeout(resolve, 100));
    },
    async stop() {
      if (running?.exitCode === null) {
        running.kill('SIGTERM');
        await once(running, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function webUser(): { uid: number; gid: number } {
  const id = (option: string) => Number(execFileSync('id', [option, WEB_USER], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function prepare(folder: string, portal: string): void {
  for (const name of ['conf', 'cache', 'sessions', 'sessions/lock']) mkdirSync(join(folder, name));
  const ini = readFileSync(INI, 'utf8').replaceAll(/\/var\/lib\/lemonldap-ng\/(conf|cache)/g, `${folder}/$1`);
  writeFileSync(join(folder, 'ini'), ini);
  const first = {
    ...(JSON.parse(readFileSync(FIRST, 'utf8')) as object),
    ...{ portal, domain: 'localhost', reloadUrls: {}, globalStorage: 'Apache::Session::File' },
    // Nobody registers here, nor changes a password.
    ...{ registerDB: 'Null', passwordDB: 'Null', portalDisplayRegister: 0, portalDisplayResetPassword: 0 },
    globalStorageOptions: { Directory: `${folder}/sessions`, LockDirectory: `${folder}/sessions/lock` },
  };
  writeFileSync(join(folder, 'conf/lmConf-1.json'), JSON.stringify(first));
  writeFileSync(join(folder, 'portal.psgi'), 'use Lemonldap::NG::Portal; Lemonldap::NG::Portal->run({});\n');
  execFileSync('chown', ['-R', WEB_USER, folder]);
}
