import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import { loadavg } from 'node:os';
import { promisify } from 'node:util';
import pg from 'pg';
import { igc } from '../../modules/credentials/index.js';
import { attachEmbedded } from '../../platform/db/embedded.js';
import { print } from '../command.js';
import { type BenchedProgram, benchFolder, startChild } from './child.js';
import { type Load, lightLoad } from './light-load.js';

const REVOKED = 100_000;
const CALLERS = 16;
const CERTIFICATES = 50;
/** What is compared is measured in turns: the neighbours of the machine disturb all of it alike. */
const ROUNDS = 5;
const AUTHORITY = 'ACI-EL-ORG';

/**
 * The authority: a CRL of 100,000 lines; then the state of certificates by OCSP, signed for each request and signed before,
 * beside what the machine signs when it does nothing else. @param seconds of each measure
 */
export async function benchPki(seconds: number): Promise<void> {
  const folder = benchFolder();
  try {
    const program = await startChild(folder.path, { SANDBOX_PEOPLE: '0' });
    try {
      print(`Charge de la machine au départ     ${loadavg()[0]?.toFixed(2)}`);
      // Once all authorities are made: their keys are made in the background.
      await (await fetch(`${program.origin}/igc/chaine.pem`)).text();
      tellMemory(program, 'les autorités faites');
      await measureList(program, (await attachEmbedded(folder.path))?.url ?? '');
      await measureOcsp(program, seconds);
    } finally {
      await program.stop();
    }
  } finally {
    folder.remove();
  }
}

const tellMemory = ({ memory, peak }: BenchedProgram, when: string, aim = ''): void =>
  print(`Mémoire, ${when.padEnd(25)} ${memory().toFixed(0)} Mo, ${peak().toFixed(0)} au plus${aim}`);

async function measureOcsp(program: BenchedProgram, seconds: number): Promise<void> {
  const { origin } = program;
  const published = await fetch(`${origin}/igc/AC/${AUTHORITY}-TEST.cer`);
  const issuer = Buffer.from(await published.arrayBuffer());
  const made: Buffer[] = [];
  for (let i = 0; i < CERTIFICATES; i += 1) made.push(await certificate(origin, `logiciel ${i}`));
  const path = (request: Buffer) => `/igc/ocsp/${encodeURIComponent(request.toString('base64'))}`;
  const once = made.map((der) => path(igc.ocspRequest(der, issuer)));
  const live = Array.from({ length: 20_000 }, (_, i) =>
    path(igc.ocspRequest(made[i % CERTIFICATES] as Buffer, issuer, randomBytes(16))),
  );
  const load = (paths: readonly string[]) => measured(program, paths, seconds / ROUNDS);
  // Both sides are read and compiled before they are measured.
  for (const paths of [live, once]) await load(paths);
  const [bare, signed]: [Awaited<ReturnType<typeof bareSignatures>>[], Measured[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await bareSignatures(seconds / ROUNDS));
    signed.push(await load(live));
  }
  const mean = (of: 'rate' | 'micros') => bare.reduce((sum, one) => sum + one[of], 0) / ROUNDS;
  const share = (total(signed).rate / mean('rate')) * 100;
  const used = total(signed).micros('programSeconds') + total(signed).micros('callersSeconds');
  print(
    `signatures RSA 2048 seules         ${mean('rate').toFixed(0)}/s, processeur ${mean('micros').toFixed(0)} µs`,
  );
  print(`OCSP, signé pour chaque demande    ${told(signed)}`);
  print(`  sa part des signatures seules    ${share.toFixed(0)} %   (visé : 50 %)`);
  // A machine that does other things gives more of its time to whoever has more threads; the processor’s own count does not.
  print(
    `  la même en temps de processeur   ${((mean('micros') / used) * 100).toFixed(0)} %, base non comptée`,
  );
  tellMemory(program, 'après OCSP signé');
  print(
    `OCSP, signé d’avance               ${told([await measured(program, once, seconds)])}   (visé : 5 000/s)`,
  );
  tellMemory(program, 'après OCSP d’avance');
}

/** What came, and what the program used of the processor for it. */
interface Measured extends Load {
  readonly programSeconds: number;
}

async function measured(
  { origin, processor }: BenchedProgram,
  paths: readonly string[],
  seconds: number,
): Promise<Measured> {
  const before = processor();
  const load = await lightLoad(origin, paths, seconds, CALLERS);
  return { ...load, programSeconds: processor() - before };
}

function total(rounds: readonly Measured[]) {
  const sum = (of: keyof Measured) => rounds.reduce((all, round) => all + round[of], 0);
  const micros = (of: keyof Measured) => (sum(of) / sum('answers')) * 1e6;
  return { rate: sum('answers') / sum('seconds'), micros };
}

function told(rounds: readonly Measured[]): string {
  const { rate, micros } = total(rounds);
  return `${rate.toFixed(0)}/s, processeur ${micros('programSeconds').toFixed(0)} µs (appelants ${micros('callersSeconds').toFixed(0)} µs)`;
}

async function certificate(origin: string, commonName: string): Promise<Buffer> {
  const answer = await fetch(`${origin}/sandbox/api/certificates`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ commonName }),
  });
  const { certificate: pem } = (await answer.json()) as { certificate: string };
  return new X509Certificate(pem).raw;
}

/** What every core signs in a second when nothing else is done, and the time of the processor for one. */
async function bareSignatures(seconds: number): Promise<{ rate: number; micros: number }> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signed = promisify(sign) as (
    algorithm: string,
    data: Buffer,
    key: typeof privateKey,
  ) => Promise<Buffer>;
  const [data, begun, used] = [randomBytes(300), performance.now(), process.cpuUsage()];
  const end = begun + seconds * 1000;
  let done = 0;
  const work = async () => {
    for (; performance.now() < end; done += 1) await signed('sha256', data, privateKey);
  };
  await Promise.all(Array.from({ length: 4 }, work));
  const { user, system } = process.cpuUsage(used);
  return { rate: (done * 1000) / (performance.now() - begun), micros: (user + system) / done };
}

async function measureList(program: BenchedProgram, url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `insert into credentials.certificates (serial, authority, certificate, fingerprint, not_after, revoked_at,
        revocation_reason)
      select '4f' || lpad(to_hex(n), 30, '0'), $1, '\\x00', 'bench ' || n, now() + interval '1 year', now(),
        'key-compromise' from generate_series(1, $2::int) n`,
    [AUTHORITY, REVOKED],
  );
  await client.query('delete from credentials.revocation_lists');
  await client.end();
  const begun = performance.now();
  const answer = await fetch(`${program.origin}/igc/CRL/${AUTHORITY}-TEST.crl`);
  if (!answer.ok) throw new Error(`CRL : ${answer.status}`);
  const { byteLength } = await answer.arrayBuffer();
  const took = ((performance.now() - begun) / 1000).toFixed(2);
  print(`CRL de ${REVOKED} révocations       ${took} s, ${(byteLength / 1e6).toFixed(1)} Mo   (visé : 10 s)`);
  tellMemory(program, 'après la CRL', '   (visé : 300 Mo)');
}
