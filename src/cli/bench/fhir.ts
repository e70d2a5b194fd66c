import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { apiKeys, fillDirectory } from '../../modules/directory/index.js';
import { type Structure, upsertStructures } from '../../modules/structures/index.js';
import { readConfig } from '../../platform/config.js';
import type { Ctx } from '../../platform/context.js';
import { rows } from '../../platform/db/connection.js';
import { attachEmbedded } from '../../platform/db/embedded.js';
import { directoryPeople } from '../../sandbox/nation/directory-people.js';
import { print } from '../command.js';
import { withContext } from '../with-context.js';
import { benchFolder, startChild } from './child.js';
import { type Caller, caller } from './http-load.js';
import { percentile, printLatency } from './measure.js';

const SEED = 7;
const SAMPLES = 200;
const ROUNDS = 3;
const SECONDS = 3;
/** Until the programs are warm. */
const WARMING = 1;
const AT_ONCE = 2000;

/**
 * Asks the FHIR door, and a bare server that reads the same bytes by their path, in the same run.
 * @param size people in the directory
 */
export async function benchFhir(size: number): Promise<void> {
  const folder = benchFolder();
  try {
    const program = await startChild(folder.path, { SANDBOX_PEOPLE: '0' });
    try {
      const config = readConfig({ DATA_DIR: folder.path });
      const url = (await attachEmbedded(folder.path))?.url ?? '';
      await withContext(config, async (ctx) => {
        await fill(ctx, size);
        const api = caller(program.origin, { 'ESANTE-API-KEY': await keyOf(ctx) });
        await measure(ctx, url, api).finally(() => api.close());
      });
      print(`Mémoire après la charge            ${program.memory().toFixed(0)} Mo`);
    } finally {
      await program.stop();
    }
  } finally {
    folder.remove();
  }
}

/** A key like any other, whose calls are counted: of a quota that no bench uses up. */
async function keyOf(ctx: Ctx): Promise<string> {
  const owner = { owner: randomUUID(), ownerName: 'Banc d’essai' };
  const { key } = await apiKeys.createApplication(ctx, {
    ...owner,
    name: 'Banc d’essai',
    eachMinute: 10_000_000,
  });
  return key;
}

async function fill(ctx: Ctx, size: number): Promise<void> {
  const begun = performance.now();
  const known = new Map<string, Structure>();
  function* people() {
    for (const placed of directoryPeople(SEED, size)) {
      for (const [id, place] of placed.places) known.set(id, place);
      yield placed;
    }
  }
  await fillDirectory(ctx, people(), size);
  const places = [...known.values()];
  for (let i = 0; i < places.length; i += AT_ONCE) await upsertStructures(ctx, places.slice(i, i + AT_ONCE));
  await sql`analyze structures.structures`.execute(ctx.db);
  await sql`vacuum analyze directory.entries`.execute(ctx.db);
  const took = ((performance.now() - begun) / 1000).toFixed(0);
  print(`${size} personnes, ${places.length} structures en ${took} s`);
}

/** Some people of the directory, spread over the numbers: what is asked is drawn from what is there. */
async function questions(ctx: Ctx): Promise<Record<string, string[]>> {
  const found = await rows(
    ctx.db,
    sql<{ idNat: string; name: string; town: string | null }>`select e.id_nat "idNat",
        e.person #>> '{exercises,0,name}' "name",
        e.person #>> '{exercises,0,activities,0,place,address,communeName}' town
      from directory.entries e where e.published
        and e.person #>> '{exercises,0,activities,0,place,address,communeName}' is not null
      order by md5(e.id_nat) limit ${SAMPLES}`,
  );
  const query = (kind: string, asked: Record<string, string>) =>
    `/fhir/v2/${kind}?${new URLSearchParams(asked)}`;
  return {
    'recherche par identifiant': found.map(({ idNat }) => query('Practitioner', { identifier: idNat })),
    'recherche par nom et ville': found.map(({ name, town }) =>
      query('PractitionerRole', { 'practitioner.family': name, 'organization.address-city': town ?? '' }),
    ),
  };
}

async function measure(ctx: Ctx, url: string, api: Caller): Promise<void> {
  const asked = await questions(ctx);
  const byNumber = asked['recherche par identifiant'] ?? [];
  const bundles = await Promise.all(byNumber.map((path) => api.get(path)));
  const ids = bundles.map((body) => String(JSON.parse(body.toString()).entry?.[0]?.resource?.id));
  asked['lecture par id'] = ids.map((id) => `/fhir/v2/Practitioner/${id}`);
  const bare = await startBare(ctx, url, api, Object.values(asked).flat());
  try {
    for (const [name, paths] of Object.entries(asked)) {
      const [ours, theirs]: [number[], number[]] = [[], []];
      for (const one of [api, bare]) await one.rate(paths, WARMING);
      for (let round = 0; round < ROUNDS; round++) {
        ours.push(await api.rate(paths, SECONDS));
        theirs.push(await bare.rate(paths, SECONDS));
      }
      const [a, b] = [percentile(ours, 0.5), percentile(theirs, 0.5)];
      const load = loadavg()[0]?.toFixed(1);
      print(
        `${name.padEnd(34)} ${a.toFixed(0)}/s, nu ${b.toFixed(0)}/s : ${((100 * a) / b).toFixed(0)} %   (visé : 50 %, charge ${load})`,
      );
    }
  } finally {
    bare.close();
  }
  const since = '/fhir/v2/Practitioner?_lastUpdated=ge2020-01-01&_count=200';
  const pages: string[] = [];
  for (let next: string | undefined = since; next !== undefined && pages.length < SAMPLES; ) {
    pages.push(next);
    const bundle = JSON.parse((await api.get(next)).toString()) as {
      link: { relation: string; url: string }[];
    };
    const link = bundle.link.find(({ relation }) => relation === 'next')?.url;
    next = link?.slice(link.indexOf('/fhir/'));
  }
  printLatency('page de 200 par _lastUpdated', await api.latencies(pages), 'p99 100 ms');
}

/** The bare server, with the answers that ours gives now. */
async function startBare(ctx: Ctx, url: string, api: Caller, paths: readonly string[]): Promise<Caller> {
  await sql`create unlogged table bench_answers (path text primary key, body bytea not null)`.execute(ctx.db);
  for (const path of new Set(paths))
    await sql`insert into bench_answers values (${path}, ${await api.get(path)})`.execute(ctx.db);
  const child = fork(fileURLToPath(new URL('./bare-server.js', import.meta.url)), {
    env: { ...process.env, DATABASE_URL: url },
  });
  const port = await new Promise<number>((resolve) => child.once('message', (one) => resolve(Number(one))));
  const made = caller(`http://127.0.0.1:${port}`);
  return {
    ...made,
    close() {
      made.close();
      child.kill();
    },
  };
}
