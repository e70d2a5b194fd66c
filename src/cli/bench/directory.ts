import { loadavg } from 'node:os';
import { sql } from 'kysely';
import { fillDirectory } from '../../modules/directory/index.js';
import { upsertStructures } from '../../modules/structures/index.js';
import { readConfig } from '../../platform/config.js';
import type { Ctx } from '../../platform/context.js';
import { rows } from '../../platform/db/connection.js';
import { directoryPeople, directoryStructures } from '../../sandbox/nation/directory-people.js';
import { Random } from '../../sandbox/population/random.js';
import { print } from '../command.js';
import { withContext } from '../with-context.js';
import { benchFolder, startChild } from './child.js';
import { type Caller, caller } from './http-load.js';
import { percentile, printLatency } from './measure.js';

const SEED = 7;
const SAMPLES = 500;
/** Searches a second, whatever the answers take. */
const RATE = 50;
const AT_ONCE = 2000;

/**
 * Searches of the public site, at a steady rate, over a directory of many people: names as they are and misspelt, names
 * with a trade and a town, trades and towns alone, numbers, and lists read to their tenth page.
 * @param size people in the directory
 */
export async function benchDirectory(size: number): Promise<void> {
  const folder = benchFolder();
  try {
    const program = await startChild(folder.path, { SANDBOX_PEOPLE: '0' });
    const site = caller(program.origin, { accept: 'text/html' });
    try {
      await withContext(readConfig({ DATA_DIR: folder.path }), async (ctx) => {
        await fill(ctx, size);
        await measure(site, await people(ctx));
      });
      print(`Mémoire après la charge            ${program.memory().toFixed(0)} Mo`);
    } finally {
      site.close();
      await program.stop();
    }
  } finally {
    folder.remove();
  }
}

async function fill(ctx: Ctx, size: number): Promise<void> {
  const begun = performance.now();
  await fillDirectory(ctx, directoryPeople(SEED, size), size);
  const places = [...directoryStructures(SEED, Math.max(1, Math.round(size / 20)))];
  for (let i = 0; i < places.length; i += AT_ONCE) await upsertStructures(ctx, places.slice(i, i + AT_ONCE));
  await sql`analyze structures.structures`.execute(ctx.db);
  // As the server does by itself within the hour: whoever reads a line first would else write it again.
  await sql`vacuum analyze directory.entries`.execute(ctx.db);
  const took = ((performance.now() - begun) / 1000).toFixed(0);
  print(`${size} personnes, ${places.length} structures en ${took} s`);
}

interface Known {
  readonly idNat: string;
  readonly name: string;
  readonly town: string;
}

/** Some of them, spread over the numbers. */
const people = (ctx: Ctx): Promise<Known[]> =>
  rows(
    ctx.db,
    sql<Known>`select id_nat "idNat", person #>> '{exercises,0,name}' "name",
        coalesce(person #>> '{exercises,0,activities,0,place,address,communeName}', 'paris') town
      from directory.entries where published order by md5(id_nat) limit ${SAMPLES}`,
  );

async function measure(site: Caller, known: readonly Known[]): Promise<void> {
  const random = new Random(SEED);
  const q = (text: string) => `/annuaire?${new URLSearchParams({ q: text })}`;
  const asked: Readonly<Record<string, readonly string[]>> = {
    'nom exact': known.map(({ name }) => q(name)),
    'nom mal écrit': known.map(({ name }) => q(misspelt(name, random))),
    'nom mal écrit, métier et ville': known.map(({ name, town }) =>
      q(`${misspelt(name, random)} infirmier ${town}`),
    ),
    'métier et ville': known.map(({ town }) => q(`kiné ${town}`)),
    'une lettre': known.map(({ name }) => q(name.charAt(0))),
    'numéro RPPS': known.map(({ idNat }) => q(idNat)),
    'page de la personne': known.map(({ idNat }) => `/annuaire/personnes/${idNat}`),
    'pages suivantes': await nextPages(site, known),
  };
  let exact = 0;
  for (const [name, paths] of Object.entries(asked)) {
    await atRate(site, paths.slice(0, RATE));
    const alone = await site.latencies(paths);
    exact ||= percentile(alone, 0.5);
    const ratio = (percentile(alone, 0.5) / exact).toFixed(1);
    printLatency(`${name}, une à la fois`, alone);
    printLatency(`${name}, ${RATE}/s`, await atRate(site, paths), 'p99 50 ms');
    print(`   médiane : ${ratio} fois celle du nom exact ; charge ${loadavg()[0]?.toFixed(1)}`);
  }
}

/** Milliseconds from the instant at which each was due to its answer: one that is late delays no other. */
async function atRate(site: Caller, paths: readonly string[]): Promise<number[]> {
  const begun = performance.now();
  return Promise.all(
    paths.map(async (path, rank) => {
      const due = begun + (rank * 1000) / RATE;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      await getAgain(site, path);
      return performance.now() - due;
    }),
  );
}

// A connection that was idle may be closed by the server at the very moment when it is used again.
const getAgain = (site: Caller, path: string): Promise<Buffer> => site.get(path).catch(() => site.get(path));

const PAGES = 10;

/** The second to the tenth pages of lists that have as many. */
async function nextPages(site: Caller, known: readonly Known[]): Promise<string[]> {
  const pages: string[] = [];
  for (const { name } of known.slice(0, 10)) {
    let path: string | undefined = `/annuaire?q=${name.slice(0, 2)}`;
    for (let page = 0; path !== undefined && page < PAGES; page += 1) {
      if (page > 0) pages.push(path);
      path = /rel="next" href="([^"]+)"/
        .exec((await site.get(path)).toString())?.[1]
        ?.replaceAll('&amp;', '&');
    }
  }
  return pages.length > 0 ? pages : ['/annuaire'];
}

/** One letter left out, doubled, changed or swapped. */
function misspelt(name: string, random: Random): string {
  const at = random.between(1, Math.max(1, name.length - 2));
  const [before, letter, after] = [name.slice(0, at), name.charAt(at), name.slice(at + 1)];
  return random.pick([
    before + after,
    before + letter + letter + after,
    before + random.pick([...'aeioulnrst']) + after,
    before + after.charAt(0) + letter + after.slice(1),
  ]);
}
