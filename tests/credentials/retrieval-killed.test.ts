import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { statesOf } from '../../src/modules/credentials/ca/register.js';
import { certificates } from '../../src/modules/credentials/index.js';
import { transaction } from '../../src/platform/context.js';
import { one, rows } from '../../src/platform/db/connection.js';
import { IGC_KEYS } from '../support/igc-keys.js';
import { administered } from './administered.js';
import { signingRequest } from './signing-request.js';
import { refusalOf, type World, world } from './world.js';

let w: World;
beforeAll(async () => {
  w = await world();
});
afterAll(() => w.close());

const SCRIPT = [
  ...['--experimental-transform-types', '--import=./tests/house/typescript-loader.mjs'],
  'tests/credentials/retrieve-one.ts',
];

/** Whether somebody waits for the table of software certificates: what he would write there, he has signed. */
const waits = () =>
  one(
    w.ctx.db,
    sql<{ n: number }>`select count(*)::int n from pg_locks
      where relation = 'credentials.software_certificates'::regclass and not granted`,
  );

/** Retrieves in a process of its own, which is killed between the signature and the record. */
async function killedBetween(asked: object): Promise<void> {
  await transaction(w.ctx, async (tx) => {
    await sql`lock table credentials.software_certificates in access exclusive mode`.execute(tx.db);
    const child = spawn(process.execPath, [...SCRIPT, JSON.stringify(asked)], {
      env: { ...process.env, ...IGC_KEYS, DATABASE_URL: w.app.databaseUrl, ESCULAPE_LOG: 'silent' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr?.on('data', (text: Buffer) => {
      said += text;
    });
    const ended = once(child, 'exit');
    await expect.poll(async () => (child.exitCode === null ? (await waits())?.n : said)).toBe(1);
    child.kill('SIGKILL');
    await ended;
  });
  await expect.poll(async () => (await waits())?.n).toBe(0);
}

it('leaves nothing valid behind when a process dies between the signature and the record, and the next one delivers', async () => {
  const clinic = await administered(w.ctx, '990000351');
  const order = { kit: false as const, wanted: wanted('Premier') };
  const [first] = await certificates.orderAs(clinic.ctx, clinic, { ...about, purpose: order });
  // The authority is made before: the child has only to sign.
  await certificates.retrieveAs(clinic.ctx, clinic, { ...secrets, id: first?.id ?? '' });
  const [request] = await certificates.orderAs(clinic.ctx, clinic, {
    ...{ ...about, purpose: { kit: false, wanted: wanted('Dossier') } },
  });
  const asked = { ...secrets, id: request?.id ?? '' };
  await killedBetween({ ...asked, structureId: `1${clinic.finess}` });
  const reserved = () =>
    rows(
      w.ctx.db,
      sql<{ serial: string }>`select serial from credentials.certificates where certificate is null`,
    );
  const [lost, ...more] = await reserved();
  expect([typeof lost?.serial, more.length]).toEqual(['string', 0]);
  expect((await statesOf(w.ctx, [{ authority: 'ACI-EL-ORG', serial: lost?.serial ?? '' }]))[0]).toMatchObject(
    { state: 'revoked' },
  );
  const listed = async () =>
    (await certificates.certificatesOf(w.ctx, `1${clinic.finess}`)).map(({ commonName }) => commonName);
  expect(await listed()).toEqual(['Premier']);
  const retrieve = () => certificates.retrieveAs(clinic.ctx, clinic, asked);
  expect(await refusalOf(retrieve())).toBe(certificates.errors.requestTaken().code);
  // A minute later nobody believes that the process still works at it.
  await sql`update credentials.certificate_requests set begun_at = begun_at - interval '61 seconds'
    where id = ${asked.id}`.execute(w.ctx.db);
  const made = await retrieve();
  expect(made.serial).not.toBe(lost?.serial);
  expect((await listed()).sort()).toEqual(['Dossier', 'Premier']);
  expect((await statesOf(w.ctx, [{ authority: 'ACI-EL-ORG', serial: lost?.serial ?? '' }]))[0]).toMatchObject(
    { state: 'revoked' },
  );
});

const about = { product: 'Ordo', contacts: ['si@clinique.example'] };
const secrets = { revocationCode: 'un code long', revocationCodeAgain: 'un code long', terms: true };
const wanted = (commonName: string) => ({
  ...{ offer: 'ORG' as const, usage: 'AUTH_CLI' as const, commonName },
  csr: signingRequest(commonName),
});
