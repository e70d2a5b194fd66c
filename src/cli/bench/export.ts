import { createReadStream, readdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { exportExtract } from '../../modules/directory/index.js';
import { openDatabase } from '../../platform/db/connection.js';
import { attachEmbedded } from '../../platform/db/embedded.js';
import { print } from '../command.js';
import { benchBulkData } from './bulk-data.js';
import { benchFolder, runCommand, startChild } from './child.js';

const AIM = 100_000;
const TURNS = 3;

/**
 * Loads an invented nation, then writes the whole of PS_LibreAcces from the directory three times, and compares with
 * COPY TO of a table that holds the same lines: same bytes, same server, same run. Then all of it by `$export`.
 */
export async function benchExport(people: number): Promise<void> {
  const folder = benchFolder();
  try {
    const files = join(folder.path, 'files');
    const kinds = 'personne-activite,savoir-faire,diplomes';
    await runCommand(['generate', '--people', String(people), '--files', kinds, '--out', files]);
    const program = await startChild(folder.path, { SANDBOX_PEOPLE: '0' });
    try {
      const url = (await attachEmbedded(folder.path))?.url ?? '';
      const paths = readdirSync(files).map((name) => join(files, name));
      await runCommand(['import', 'annuaire', ...paths], { DATA_DIR: folder.path });
      await directoryFollows(url);
      await measure(url, folder.path);
      await benchBulkData(program);
    } finally {
      await program.stop();
    }
  } finally {
    folder.remove();
  }
}

async function directoryFollows(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const asked = `select count(*)::int n from platform.events where type = 'identity-provider.publication-copied'`;
  while ((await client.query<{ n: number }>(asked)).rows[0]?.n === 0)
    await new Promise((resolve) => setTimeout(resolve, 200));
  await client.end();
}

async function measure(url: string, folder: string): Promise<void> {
  const database = openDatabase(url, 4);
  const ctx = { db: database.db, clock: { now: () => new Date() } };
  const one = async (name: string, zipped: boolean) => {
    const out = join(folder, name);
    const plan = { service: 'PS_LibreAcces', folder: out, profile: 'V1', zipped } as const;
    const begun = performance.now();
    const { files } = await exportExtract(ctx, plan);
    const seconds = (performance.now() - begun) / 1000;
    const lines = files.reduce((sum, file) => sum + file.lines, 0);
    return { seconds, lines, paths: files.map((file) => join(out, file.name)) };
  };
  const zips = await turns((turn) => one(`zip${turn}`, true));
  const texts = await turns((turn) => one(`textes${turn}`, false));
  const copies = await copyOut(url, texts[0]?.paths ?? []);
  const lines = texts[0]?.lines ?? 0;
  const copy = middle(copies);
  tell('Lignes des trois textes', lines.toLocaleString('fr-FR'));
  tell('COPY TO des mêmes lignes', `${copy.toFixed(2)} s`);
  for (const [what, runs] of [
    ['Archive zip, comme le service', zips],
    ['Textes, comme la commande', texts],
  ] as const) {
    const seconds = middle(runs.map((run) => run.seconds));
    const speed = Math.round(lines / seconds).toLocaleString('fr-FR');
    tell(
      what,
      `${seconds.toFixed(2)} s, ${speed} lignes/s, ${(seconds / copy).toFixed(1)} fois COPY`,
      `${AIM.toLocaleString('fr-FR')} lignes/s`,
    );
  }
  tell('Mémoire de cette commande', `${Math.round(process.resourceUsage().maxRSS / 1024)} Mo`);
  tell('Charge de la machine', loadavg()[0]?.toFixed(1) ?? '');
  await database.close();
}

async function turns<T>(work: (turn: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) done.push(await work(turn));
  return done;
}

/** How long PostgreSQL takes to hand out the lines as they are. */
async function copyOut(url: string, paths: readonly string[]): Promise<number[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create table public.bench_lines (line text)');
  const format = `with (format csv, delimiter E'\\x02', quote E'\\x01')`;
  for (const path of paths)
    await pipeline(
      createReadStream(path),
      client.query(copyFrom(`copy public.bench_lines from stdin ${format}`)),
    );
  const times = await turns(async () => {
    const begun = performance.now();
    await pipeline(client.query(copyTo(`copy public.bench_lines to stdout ${format}`)), nowhere());
    return (performance.now() - begun) / 1000;
  });
  await client.query('drop table public.bench_lines');
  await client.end();
  return times;
}

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[1] ?? 0;

function tell(what: string, figure: string, aim?: string): void {
  print(`${what.padEnd(34)} ${figure}${aim ? `   (visé : ${aim})` : ''}`);
}
