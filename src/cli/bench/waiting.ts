import { request } from 'node:http';
import type { Socket } from 'node:net';
import { sql } from 'kysely';
import { readConfig } from '../../platform/config.js';
import type { Ctx } from '../../platform/context.js';
import { one } from '../../platform/db/connection.js';
import { testPeople } from '../../sandbox/people.js';
import { connectToEsculape, type Esculape, type Phone } from '../../testing/index.js';
import { print } from '../command.js';
import { withContext } from '../with-context.js';
import { type BenchedProgram, benchFolder, startChild } from './child.js';
import { printLatency } from './measure.js';
import { authorizeUrl, BACK, call, esculape, type Provider } from './provider-calls.js';

/** Sign-ins that wait on one phone: one less than it takes. */
const EACH = 4;
const WORKERS = 16;
const ANSWERED = 200;
const WEBSOCKET = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': Buffer.from('one page waiting').toString('base64'),
};

/** A page that waits: where, and as which browser. */
interface Waiting {
  readonly page: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly phone: Phone;
}

/**
 * People who wait for their phone, all at once: what they cost in connections to the database and in memory, how soon the
 * page goes on, and the same for pages without JavaScript, that ask again by themselves. @param size how many wait
 */
export async function benchWaiting(size: number): Promise<void> {
  const folder = benchFolder();
  const phones = Math.ceil(size / EACH);
  try {
    // Each browser has an address of its own, named by the proxy that the bench is.
    const env = { SANDBOX_PEOPLE: String(phones * 2), TRUSTED_PROXIES: '127.0.0.1,::1' };
    const program = await startChild(folder.path, env);
    try {
      const config = readConfig({ DATA_DIR: folder.path, ESCULAPE_ORIGIN: program.origin });
      await withContext(config, (ctx) => measure(ctx, program, size));
    } finally {
      await program.stop();
    }
  } finally {
    folder.remove();
  }
}

async function measure(ctx: Ctx, program: BenchedProgram, size: number): Promise<void> {
  const psc = connectToEsculape(program.origin);
  const ours = esculape(psc.issuer, await psc.client({ redirectUris: [BACK] }));
  const phones = await phonesOf(ctx, psc, Math.ceil(size / EACH));
  const waiting: Waiting[] = [];
  await inParallel(size, async (index) => {
    waiting.push(await arrive(ours, index, phones[Math.floor(index / EACH)] as Phone));
  });
  const [before, rest] = [await connections(ctx), program.memory()];
  // Asked of the phones last: it gives two minutes to answer.
  const streams: Stream[] = [];
  await inParallel(size, async (index) => {
    const here = waiting[index] as Waiting;
    await askPhone(here);
    streams.push(await follow(here));
  });
  const open = stillWaiting(streams).length;
  const used = program.memory();
  print(`Pages qui attendent                ${open}`);
  print(`Connexions à la base               ${before} avant, ${await connections(ctx)} pendant l’attente`);
  print(`Mémoire                            ${rest.toFixed(0)} Mo avant, ${used.toFixed(0)} Mo pendant`);
  printLatency('de l’accord à la page', await answered(streams));
  await reload(
    ctx,
    stillWaiting(streams).map(({ from }) => from),
  );
  for (const { leave } of streams) leave();
}

async function phonesOf(ctx: Ctx, psc: Esculape, count: number): Promise<Phone[]> {
  const people = await testPeople(ctx, { limit: count });
  const phones: Phone[] = [];
  await inParallel(people.length, async (index) => {
    phones.push(await psc.phone(people[index]?.idNat ?? ''));
  });
  return phones;
}

async function arrive(ours: Provider, index: number, phone: Phone): Promise<Waiting> {
  const address = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
  const { location, cookies } = await call(authorizeUrl(ours), {
    headers: { 'x-forwarded-for': address },
    expect: 303,
  });
  return { page: location, headers: { cookie: cookies, 'x-forwarded-for': address }, phone };
}

async function askPhone({ page, headers, phone }: Waiting): Promise<void> {
  await call(page, {
    headers: {
      ...headers,
      origin: new URL(page).origin,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: String(new URLSearchParams({ idNat: phone.idNat })),
    expect: 303,
  });
}

/** The stream of a page that waits. */
interface Stream {
  readonly from: Waiting;
  /** Whether the page was told to go on. */
  done(): boolean;
  readonly told: Promise<void>;
  leave(): void;
}

const stillWaiting = (streams: readonly Stream[]) => streams.filter(({ done }) => !done());

/** As a page does: by a WebSocket, on a connection of its own. */
function follow(from: Waiting): Promise<Stream> {
  const { page, headers } = from;
  return new Promise((resolve, reject) => {
    let done = false;
    const { promise: told, resolve: tell } = Promise.withResolvers<void>();
    const sent = request(`${page}/evenements`, { headers: { ...headers, ...WEBSOCKET }, agent: false });
    sent.on('upgrade', (_answer, line: Socket, head: Buffer) => {
      const hear = () => {
        done = true;
        tell();
      };
      if (head.length > 0) hear();
      line.on('data', hear).on('error', () => undefined);
      resolve({ from, done: () => done, told, leave: () => line.destroy() });
    });
    sent.on('response', ({ statusCode }) => reject(new Error(`a page that waits got ${statusCode}`)));
    sent.on('error', reject);
    sent.end();
  });
}

/** Milliseconds from the moment when a person begins to answer on the phone until a page goes on. */
async function answered(streams: readonly Stream[]): Promise<number[]> {
  const byPhone = Map.groupBy(stillWaiting(streams), ({ from }) => from.phone);
  const times: number[] = [];
  for (const [phone, pages] of [...byPhone].slice(0, ANSWERED)) {
    const begun = performance.now();
    await Promise.all([phone.approve(), Promise.race(pages.map(({ told }) => told))]);
    times.push(performance.now() - begun);
  }
  return times;
}

/** Pages without JavaScript ask again every five seconds. */
async function reload(ctx: Ctx, waiting: readonly Waiting[]): Promise<void> {
  let most = 0;
  const look = setInterval(() => {
    connections(ctx).then(
      (count) => {
        most = Math.max(most, count);
      },
      () => undefined,
    );
  }, 200);
  const begun = performance.now();
  await inParallel(waiting.length, async (index) => {
    const { page, headers } = waiting[index] as Waiting;
    await call(`${page}/attente`, { headers });
  });
  clearInterval(look);
  const rate = (waiting.length * 1000) / (performance.now() - begun);
  print(
    `Sans JavaScript                    ${rate.toFixed(0)} pages rechargées par seconde, ${most} connexions au plus`,
  );
}

async function connections(ctx: Ctx): Promise<number> {
  const row = await one(
    ctx.db,
    sql<{ n: number }>`select count(*)::int n from pg_stat_activity where datname = current_database()`,
  );
  return row?.n ?? 0;
}

/** `work` for each number below `count`, a few at once. */
async function inParallel(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
}
