import { generateKeyPair, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { Agent, request } from 'node:https';
import { loadavg } from 'node:os';
import { promisify } from 'node:util';
import { cards } from '../../modules/credentials/index.js';
import { readConfig } from '../../platform/config.js';
import type { Ctx } from '../../platform/context.js';
import { addressOf, openDatabase } from '../../platform/db/connection.js';
import { FEW_ROUNDS, hashPin } from '../../platform/secrets.js';
import { connectToEsculape } from '../../testing/index.js';
import { print } from '../command.js';
import { withContext } from '../with-context.js';
import { benchFolder, startChild } from './child.js';
import { authorizeUrl, BACK, call, esculape } from './provider-calls.js';

const makePair = promisify(generateKeyPair);
const pair = () => makePair('rsa', { modulusLength: 2048 });
const pairs = async () => ({ AUTH: await pair(), SIGN: await pair() });
/** As the children of benches make theirs. */
const AUTHORITY_BITS = 2048;
const PATIENCE_MS = 60_000;
const [WARM_UP, SAMPLE] = [10, 200];
/** As a job makes them. */
const AT_ONCE = 4;
const signed = promisify(sign) as (algorithm: string, data: Buffer, key: KeyObject) => Promise<Buffer>;

/**
 * Cards: what making one costs besides its keys and signatures, then how soon an opposition made by one process closes the
 * door of another. @param count of cards
 */
export async function benchCards(count: number): Promise<void> {
  const folder = benchFolder();
  try {
    const program = await startChild(folder.path, { SANDBOX_PEOPLE: '50' });
    try {
      print(`Charge de la machine au départ     ${loadavg()[0]?.toFixed(2)}`);
      await (await fetch(`${program.origin}/igc/chaine.pem`)).text();
      const config = readConfig({ DATA_DIR: folder.path, ESCULAPE_LOG: 'error', IGC_KEY_BITS: '2048' });
      await withContext(config, async (ctx) => {
        // As many connections as the program has.
        const database = openDatabase(addressOf(ctx.db));
        await measureMaking({ ...ctx, db: database.db }, count);
        await database.close();
        await measureOpposition(ctx, program);
      });
    } finally {
      await program.stop();
    }
  } finally {
    folder.remove();
  }
}

async function measureMaking(ctx: Ctx, count: number): Promise<void> {
  const keys = [];
  for (let i = 0; i < count + WARM_UP; i += 1) keys.push(await pairs());
  // The libraries are read with the first ones, and compiled with the next.
  for (const made of keys.splice(0, WARM_UP)) await issue(ctx, made);
  const signing = await timed(Array(SAMPLE).fill(0), AT_ONCE, bareSignatures());
  const hashing = await timed(Array(SAMPLE).fill(0), AT_ONCE, () => bareHashes(ctx.config.secret));
  const alone = await timed(keys.splice(0, Math.ceil(count / 4)), 1, (made) => issue(ctx, made));
  const several = await timed(keys, AT_ONCE, (made) => issue(ctx, made));
  const told = ({ elapsed, processor }: Times) =>
    `${elapsed.toFixed(1)} ms, ${processor.toFixed(1)} ms de processeur`;
  print(`une carte, clés faites d’avance    ${told(alone)}`);
  print(`une carte, ${AT_ONCE} à la fois            ${told(several)}`);
  print(`deux signatures, ${AT_ONCE} à la fois      ${told(signing)}`);
  print(`empreintes de ses deux codes       ${told(hashing)}`);
  print(
    `le reste, ${AT_ONCE} à la fois             ${(several.elapsed - signing.elapsed).toFixed(1)} ms   (visé : 10 ms)`,
  );
}

/** Milliseconds for each: elapsed, and of the processor in this process. */
interface Times {
  readonly elapsed: number;
  readonly processor: number;
}

/** Does something to each, so many at once. */
async function timed<T>(
  all: readonly T[],
  atOnce: number,
  work: (one: T) => Promise<unknown>,
): Promise<Times> {
  const left = all.values();
  const inTurn = async () => {
    for (const one of left) await work(one);
  };
  const [begun, used] = [performance.now(), process.cpuUsage()];
  await Promise.all(Array.from({ length: atOnce }, inTurn));
  const { user, system } = process.cpuUsage(used);
  const elapsed = (performance.now() - begun) / all.length;
  return { elapsed, processor: (user + system) / 1000 / all.length };
}

let issued = 0;

function issue(ctx: Ctx, keys: Awaited<ReturnType<typeof pairs>>) {
  issued += 1;
  const idNat = `8997${String(issued).padStart(8, '0')}`;
  const names = { givenName: 'Camille', familyName: 'ESSAI', title: 'Médecin', profession: 10 };
  return cards.issueCard(ctx, { type: 'CPS', keys, holder: { idNat, ...names } });
}

/** Two signatures by a key like the authority's, as a card needs them. */
function bareSignatures(): () => Promise<unknown> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: AUTHORITY_BITS });
  const data = randomBytes(900);
  const one = () => signed('sha256', data, privateKey);
  return () => Promise.all([one(), one()]);
}

/** The hashes of a code and an unblocking code. */
const bareHashes = (secret: string) =>
  Promise.all([hashPin(secret, '2580'), hashPin(secret, '25802580', FEW_ROUNDS)]);

async function measureOpposition(
  ctx: Ctx,
  { origin, cardOrigin }: { origin: string; cardOrigin: string },
): Promise<void> {
  const psc = connectToEsculape(origin);
  const client = await psc.client({ redirectUris: [BACK] });
  const { idNat } = await psc.person({ profession: '10' });
  const card = await psc.card(idNat);
  const { location } = await call(authorizeUrl(esculape(psc.issuer, client)), { headers: {}, expect: 303 });
  const page = `${cardOrigin}/carte/${location.split('/').pop()}`;
  const agent = new Agent({
    ...{ pfx: card.pkcs12, passphrase: card.password, rejectUnauthorized: false },
    ...{ keepAlive: false, maxCachedSessions: 0 },
  });
  if ((await statusOf(page, agent)) !== 200) throw new Error('la carte n’ouvre pas la porte');
  await cards.opposeCard(ctx, { number: card.number, reason: 'theft' });
  const begun = performance.now();
  while ((await statusOf(page, agent)) !== 403)
    if (performance.now() - begun > PATIENCE_MS) throw new Error('une carte en opposition ouvre encore');
  const took = ((performance.now() - begun) / 1000).toFixed(2);
  print(`opposition vue par un autre processus ${took} s   (visé : 60 s)`);
}

function statusOf(page: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(page, { agent }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end();
  });
}
