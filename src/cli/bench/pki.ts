import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import { loadavg } from 'node:os';
import { promisify } from 'node:util';
import pg from 'pg';
import { igc } from '../../modules/credentials/index.js';
import { attachEmbedded } from '../../platform/db/embedded.js';
import { print } from '../command.js';
import { type BenchedProgram, benchFolder, startChild } from './child.js';
import { caller } from './http-load.js';

const REVOKED = 100_000;
const WORKERS = 16;
const CERTIFICATES = 50;
const AUTHORITY = 'ACI-EL-ORG';

/**
 * The authority: the state of certificates by OCSP, signed for each request and signed before, beside what the machine
 * signs when it does nothing else; then a CRL of 100,000 lines. @param seconds of each measure
 */
export async function benchPki(seconds: number): Promise<void> {
  const folder = benchFolder();
  try {
    const program = await startChild(folder.path, { SANDBOX_PEOPLE: '0' });
    try {
      print(`Charge de la machine au départ     ${loadavg()[0]?.toFixed(2)}`);
      await measureOcsp(program.origin, seconds);
      await measureList(program, (await attachEmbedded(folder.path))?.url ?? '');
    } finally {
      await program.stop();
    }
  } finally {
    folder.remove();
  }
}

async function measureOcsp(origin: string, seconds: number): Promise<void> {
  // Once all authorities are made: their keys are made in the background.
  await (await fetch(`${origin}/igc/chaine.pem`)).text();
  const published = await fetch(`${origin}/igc/AC/${AUTHORITY}-TEST.cer`);
  const issuer = Buffer.from(await published.arrayBuffer());
  const made: Buffer[] = [];
  for (let i = 0; i < CERTIFICATES; i += 1) made.push(await certificate(origin, `logiciel ${i}`));
  const path = (request: Buffer) => `/igc/ocsp/${encodeURIComponent(request.toString('base64'))}`;
  const once = made.map((der) => path(igc.ocspRequest(der, issuer)));
  const live = Array.from({ length: 20_000 }, (_, i) =>
    path(igc.ocspRequest(made[i % CERTIFICATES] as Buffer, issuer, randomBytes(16))),
  );
  const bare = await bareSignatures(seconds);
  const http = caller(origin);
  try {
    await http.get(once[0] ?? '');
    const signed = await http.rate(live, seconds, WORKERS);
    const kept = await http.rate(once, seconds, WORKERS);
    const share = ((signed / bare) * 100).toFixed(0);
    print(`signatures RSA 2048 seules         ${bare.toFixed(0)}/s`);
    print(`OCSP, signé pour chaque demande    ${signed.toFixed(0)}/s, ${share} %   (visé : 50 %)`);
    print(`OCSP, signé d’avance               ${kept.toFixed(0)}/s   (visé : 5 000/s)`);
  } finally {
    http.close();
  }
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

/** What every core signs in a second when nothing else is done. */
async function bareSignatures(seconds: number): Promise<number> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signed = promisify(sign) as (
    algorithm: string,
    data: Buffer,
    key: typeof privateKey,
  ) => Promise<Buffer>;
  const [data, begun] = [randomBytes(300), performance.now()];
  const end = begun + seconds * 1000;
  let done = 0;
  const work = async () => {
    for (; performance.now() < end; done += 1) await signed('sha256', data, privateKey);
  };
  await Promise.all(Array.from({ length: 4 }, work));
  return (done * 1000) / (performance.now() - begun);
}

async function measureList({ origin, peak }: BenchedProgram, url: string): Promise<void> {
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
  const before = peak();
  const begun = performance.now();
  const answer = await fetch(`${origin}/igc/CRL/${AUTHORITY}-TEST.crl`);
  if (!answer.ok) throw new Error(`CRL : ${answer.status}`);
  const { byteLength } = await answer.arrayBuffer();
  const took = ((performance.now() - begun) / 1000).toFixed(2);
  print(`CRL de ${REVOKED} révocations       ${took} s, ${(byteLength / 1e6).toFixed(1)} Mo   (visé : 10 s)`);
  print(
    `Mémoire du programme, au plus      ${peak().toFixed(0)} Mo, ${before.toFixed(0)} avant   (visé : 300 Mo)`,
  );
}
