import { generateKeyPair, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { Agent, request } from 'node:https';
import { loadavg } from 'node:os';
import { promisify } from 'node:util';
import { cards } from '../../modules/credentials/index.js';
import { readConfig } from '../../platform/config.js';
import type { Ctx } from '../../platform/context.js';
import { hashPin } from '../../platform/secrets.js';
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
const WARM_UP = 10;

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
        await measureMaking(ctx, count);
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
  for (let i = 0; i < count; i += 1) keys.push(await pairs());
  // The libraries are read with the first ones, and compiled with the next.
  for (let i = 0; i < WARM_UP; i += 1) await issue(ctx, count + i, await pairs());
  const [signatures, hashes] = [await bareSignatures(), await bareHashes(ctx.config.secret)];
  const [begun, used] = [performance.now(), process.cpuUsage()];
  for (const [i, made] of keys.entries()) await issue(ctx, i, made);
  const each = (performance.now() - begun) / count;
  const { user, system } = process.cpuUsage(used);
  const processor = ((user + system) / 1000 / count).toFixed(1);
  print(`une carte, clés faites d’avance    ${each.toFixed(1)} ms, ${processor} ms de processeur`);
  print(`dont ses deux signatures           ${signatures.toFixed(1)} ms`);
  print(`dont empreintes de ses deux codes  ${hashes.toFixed(1)} ms de processeur, hors du fil principal`);
  print(`le reste                           ${(each - signatures).toFixed(1)} ms   (visé : 10 ms)`);
}

const issue = (ctx: Ctx, rank: number, keys: Awaited<ReturnType<typeof pairs>>) =>
  cards.issueCard(ctx, {
    ...{ type: 'CPS', keys },
    holder: {
      idNat: `8997${String(rank).padStart(8, '0')}`,
      ...{ givenName: 'Camille', familyName: 'ESSAI', title: 'Médecin', profession: 10 },
    },
  });

/** Two signatures by a key like the authority's, as a card needs them, on average. */
async function bareSignatures(): Promise<number> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: AUTHORITY_BITS });
  const [data, rounds] = [randomBytes(900), 200];
  const begun = performance.now();
  for (let i = 0; i < rounds; i += 1) sign('sha256', data, privateKey);
  return ((performance.now() - begun) / rounds) * 2;
}

/** What the hashes of a code and an unblocking code take of the processor. */
async function bareHashes(secret: string): Promise<number> {
  const [used, rounds] = [process.cpuUsage(), 20];
  for (let i = 0; i < rounds; i += 1) {
    await hashPin(secret, '2580');
    await hashPin(secret, '25802580');
  }
  const { user, system } = process.cpuUsage(used);
  return (user + system) / 1000 / rounds;
}

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
