import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { attachEmbedded } from '../../platform/db/embedded.js';
import { print } from '../command.js';
import { measureDuring } from './chain.js';
import { benchFolder, runCommand, startChild } from './child.js';

const LINES_A_PERSON = 1.143;
/** Time of a first load and of a daily one, in times that of COPY. */
const AIMS = { first: 15, daily: 4, memory: 400, generate: 100_000 } as const;
const CHAIN = { lines: 100_000, rate: 200, people: 600, seconds: 30, lot: 20 } as const;

interface Bench {
  readonly folder: string;
  readonly client: pg.Client;
  /** Seconds of the middle one of three copies of the first file. */
  readonly copy: number;
}

/**
 * Loads an invented file of so many lines into the program, then that of the next day, and compares the time with that
 * of COPY alone: same file, same server, same run. Then a smaller file while changes arrive at an ordre.
 */
export async function benchImport(lines: number): Promise<void> {
  const folder = benchFolder();
  try {
    const files = await generate(join(folder.path, 'files'), lines, 2);
    const program = await startChild(folder.path, { SANDBOX_PEOPLE: '0' });
    try {
      const server = await attachEmbedded(folder.path);
      const client = new pg.Client({ connectionString: server?.url });
      // The server stops with the program, whatever happens before.
      client.on('error', () => undefined);
      await client.connect();
      const copy = await medianOfCopies(client, files[0] ?? '');
      const bench = { folder: folder.path, client, copy };
      await load(bench, 'Premier chargement', files[0] ?? '', AIMS.first, program.peak);
      await load(bench, 'Lendemain, 0,5 % changés', files[1] ?? '', AIMS.daily, program.peak);
      await client.end();
    } finally {
      await program.stop();
    }
  } finally {
    folder.remove();
  }
  await benchChainDuringImport();
}

async function generate(out: string, lines: number, days: number): Promise<string[]> {
  const people = String(Math.round(lines / LINES_A_PERSON));
  const what = ['--files', 'personne-activite', '--days', String(days), '--out', out];
  const { seconds } = await runCommand(['generate', '--people', people, ...what]);
  const files = readdirSync(out)
    .sort()
    .map((name) => join(out, name));
  tell('Fichiers inventés', `${Math.round((lines * days) / seconds)} lignes/s`, `${AIMS.generate} lignes/s`);
  return files;
}

async function medianOfCopies(client: pg.Client, path: string): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const columns = Array.from({ length: 57 }, (_, i) => `c${i} text`).join(', ');
    await client.query(`create table public.bench_copy (${columns})`);
    const begun = performance.now();
    const sink = copyFrom(
      `copy public.bench_copy from stdin with (format csv, delimiter '|', quote E'\\x01')`,
    );
    await pipeline(createReadStream(path, { highWaterMark: 256 * 1024 }), client.query(sink));
    times.push((performance.now() - begun) / 1000);
    await client.query('drop table public.bench_copy');
  }
  const [, middle = 0] = times.sort((a, b) => a - b);
  tell('COPY du même fichier', times.map((time) => `${time.toFixed(1)} s`).join(', '));
  return middle;
}

async function load(
  bench: Bench,
  title: string,
  path: string,
  aim: number,
  programPeak: () => number,
): Promise<void> {
  const begun = Date.now();
  const { peak, seconds } = await runCommand(['import', 'annuaire', path], { DATA_DIR: bench.folder });
  const [directory, provider] = await arrivals(bench.client, begun);
  const after = (at: number) => `${((at - begun) / 1000).toFixed(1)} s`;
  const times = (provider - begun) / 1000 / bench.copy;
  tell(title, `${after(provider)}, ${times.toFixed(1)} fois COPY`, `${aim} fois`);
  tell('  dans le répertoire', `${seconds.toFixed(1)} s`);
  tell('  dans l’annuaire, trouvable', after(directory));
  tell('  mémoire de la commande', `${peak.toFixed(0)} Mo`, `${AIMS.memory} Mo`);
  tell('  mémoire du programme', `${programPeak().toFixed(0)} Mo`, `${AIMS.memory} Mo`);
}

/** When the directory, then the provider, showed the whole of what was loaded since. */
async function arrivals(client: pg.Client, since: number): Promise<[number, number]> {
  for (;;) {
    const { rows } = await client.query<{ at: Date }>(
      `select recorded_at at from platform.events where recorded_at >= $1
        and type in ('directory.publication-applied', 'identity-provider.publication-copied') order by id`,
      [new Date(since)],
    );
    const [directory, provider] = rows.map((row) => row.at.getTime());
    if (directory !== undefined && provider !== undefined) return [directory, provider];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function benchChainDuringImport(): Promise<void> {
  const folder = benchFolder();
  try {
    const [file = ''] = await generate(join(folder.path, 'files'), CHAIN.lines, 1);
    const program = await startChild(folder.path, { SANDBOX_PEOPLE: '0' });
    try {
      print(
        `${CHAIN.rate} changements par seconde, par lots de ${CHAIN.lot}, pendant un chargement de ${CHAIN.lines} lignes`,
      );
      await measureDuring(program.origin, CHAIN, async () => {
        await runCommand(['import', 'annuaire', file], { DATA_DIR: folder.path });
      });
    } finally {
      await program.stop();
    }
  } finally {
    folder.remove();
  }
}

function tell(what: string, figure: string, aim?: string): void {
  print(`${what.padEnd(34)} ${figure}${aim ? `   (visé : ${aim})` : ''}`);
}
