import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { attachEmbedded } from '../../platform/db/embedded.js';
import { Story } from '../../sandbox/kit/story.js';
import { print } from '../command.js';
import { measureDuring } from './chain.js';
import { type BenchedProgram, benchFolder, runCommand, startChild } from './child.js';
import { followLoad } from './import-stages.js';

const LINES_A_PERSON = 1.143;
/** Time of a first load and of a daily one, in times that of COPY. */
const AIMS = { first: 15, daily: 4, memory: 400, generate: 100_000 } as const;
const CHAIN = { lines: 100_000, rate: 200, people: 600, seconds: 30, lot: 20 } as const;

interface Bench {
  readonly folder: string;
  readonly client: pg.Client;
  readonly program: BenchedProgram;
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
    const { files, seconds } = await generate(join(folder.path, 'files'), lines, 2);
    tell('Fichiers inventés', `${Math.round((lines * 2) / seconds)} lignes/s`, `${AIMS.generate} lignes/s`);
    const program = await startChild(folder.path, { SANDBOX_PEOPLE: '0' });
    try {
      const server = await attachEmbedded(folder.path);
      const client = new pg.Client({ connectionString: server?.url });
      // The server stops with the program, whatever happens before.
      client.on('error', () => undefined);
      await client.connect();
      const copy = await medianOfCopies(client, files[0] ?? '');
      const bench = { folder: folder.path, client, program, copy };
      tell('Mémoire du programme au repos', `${program.memory().toFixed(0)} Mo`);
      await load(bench, 'Premier chargement', files[0] ?? '', AIMS.first);
      await load(bench, 'Lendemain, 0,5 % changés', files[1] ?? '', AIMS.daily);
      await lookUp(bench);
      await client.end();
    } finally {
      await program.stop();
    }
  } finally {
    folder.remove();
  }
  await benchChainDuringImport();
}

async function generate(
  out: string,
  lines: number,
  days: number,
): Promise<{ files: string[]; seconds: number }> {
  const people = String(Math.round(lines / LINES_A_PERSON));
  const what = ['--files', 'personne-activite', '--days', String(days), '--out', out];
  const { seconds } = await runCommand(['generate', '--people', people, ...what]);
  const files = readdirSync(out)
    .sort()
    .map((name) => join(out, name));
  return { files, seconds };
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
  tell(
    'COPY du même fichier',
    `${middle.toFixed(1)} s, le milieu de ${times.map((time) => time.toFixed(1)).join(', ')}`,
  );
  return middle;
}

async function load(bench: Bench, title: string, path: string, aim: number): Promise<void> {
  const following = followLoad(bench.client);
  // A command that fails says so, and stops the program under it.
  following.catch(() => undefined);
  const { peak } = await runCommand(['import', 'annuaire', path], { DATA_DIR: bench.folder });
  const { begun, staged, applied, shown, indexed, copied, ended } = await following;
  const lasted = (from: number, to: number) => `${(Math.max(0, to - from) / 1000).toFixed(1)} s`;
  const times = (ended - begun) / 1000 / bench.copy;
  tell(title, `${lasted(begun, ended)}, ${times.toFixed(1)} fois COPY`, `${aim} fois`);
  tell('  1. lecture et contrôle des lignes', lasted(begun, staged));
  tell('  2. comparaison, répertoire', lasted(staged, applied));
  tell('  3. annuaire, entrées', lasted(applied, shown));
  tell('  4. annuaire, index des recherches', lasted(shown, indexed));
  tell('  5. Pro Santé Connect, en même temps', lasted(shown, copied));
  tell('  mémoire de la commande', `${peak.toFixed(0)} Mo`, `${AIMS.memory} Mo`);
  tell('  mémoire du programme', `${bench.program.peak().toFixed(0)} Mo`, `${AIMS.memory} Mo`);
}

/**
 * Looks for somebody of the file in the search, and in the copy that claims are read from: the open files tell no
 * contacts, so nobody of them can sign in with a phone, and the public view of that copy answers.
 */
async function lookUp({ client, program }: Bench): Promise<void> {
  const { rows } = await client.query<{ number: string }>(
    `select substr(id_nat, 2) "number" from registry.statements where until is null and id_nat like '8%'
      order by md5(id_nat) limit 1`,
  );
  const number = rows[0]?.number ?? '';
  const story = new Story(program.origin);
  // What a page says only of whom it has found.
  for (const [where, path, said] of [
    ['la recherche', `/annuaire?q=${number}`, `/annuaire/personnes/8${number}`],
    ['la copie des claims', `/portail-psc/api/8${number}`, `"8${number}"`],
  ] as const) {
    const begun = performance.now();
    const found = (await story.page(path)).includes(said);
    const lasted = performance.now() - begun;
    tell(
      `Une personne du fichier, dans ${where}`,
      `${found ? 'trouvée' : 'ABSENTE'}, ${lasted.toFixed(0)} ms`,
    );
  }
}

async function benchChainDuringImport(): Promise<void> {
  const folder = benchFolder();
  try {
    const {
      files: [file = ''],
    } = await generate(join(folder.path, 'files'), CHAIN.lines, 1);
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
  print(`${what.padEnd(46)} ${figure}${aim ? `   (visé : ${aim})` : ''}`);
}
