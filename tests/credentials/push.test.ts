import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { importJWK, jwtVerify } from 'jose';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { one, rows } from '../../src/platform/db/connection.js';
import { runPendingJobs } from '../../src/platform/jobs.js';
import {
  activatePhone,
  ORIGIN,
  PERSON,
  type Phone,
  refusalOf,
  requestFor,
  signed,
  type World,
  world,
} from './world.js';

const { errors } = ecps;

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let w: World;
let phone: Phone;
let endpoint: string;
let origin: string;
let answerWith = 201;
const received: Received[] = [];

/** A push service of our own, on this machine. */
const service = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => {
    body += part;
  });
  request.on('end', () => {
    received.push({ headers: request.headers, body });
    response.writeHead(answerWith).end();
  });
});

beforeAll(async () => {
  w = await world();
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  endpoint = `${origin}/send/secret-of-this-phone`;
});
beforeEach(async () => {
  await sql`truncate credentials.ecps cascade`.execute(w.ctx.db);
  phone = await activatePhone(w);
  received.length = 0;
  answerWith = 201;
});
afterAll(async () => {
  await new Promise((resolve) => service.close(resolve));
  await w.close();
});

const work = () =>
  runPendingJobs({ ctx: w.ctx, url: w.app.databaseUrl, reactions: {}, handlers: [ecps.pushRequest] });
const waiting = async () =>
  (
    await rows(
      w.ctx.db,
      sql`select 1 from graphile_worker.jobs where task_identifier = 'credentials.push-request'`,
    )
  ).length;

it('wakes the phone by a push without content, signed for the push service by the key that the browser knows', async () => {
  const publicKey = await ecps.pushKey(w.ctx);
  await ecps.subscribePush(w.ctx, phone.ecpsId, endpoint);
  await requestFor(w);
  await work();
  expect(received).toHaveLength(1);
  const { headers, body } = received[0] as Received;
  expect(body).toBe('');
  expect(headers).toMatchObject({ urgency: 'high', topic: 'connexion' });
  expect(Number(headers.ttl)).toBeGreaterThan(0);
  expect(Number(headers.ttl)).toBeLessThanOrEqual(120);
  const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization ?? '') ?? [];
  expect(key).toBe(publicKey);
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')];
  const verifier = await importJWK({ kty: 'EC', crv: 'P-256', x, y }, 'ES256');
  const { payload } = await jwtVerify(token, verifier, { audience: origin, subject: ORIGIN });
  expect((payload.exp ?? 0) - Date.now() / 1000).toBeLessThanOrEqual(12 * 3600 + 1);
  expect(JSON.stringify(headers)).not.toMatch(new RegExp(`${PERSON.idNat}|Moreau|Dossier|demo-1`));
});

it('asks for no push of a phone that wants none, nor once a request is over or its e-CPS ended', async () => {
  await requestFor(w);
  expect(await waiting()).toBe(0);
  await ecps.subscribePush(w.ctx, phone.ecpsId, endpoint);
  const { id } = await requestFor(w);
  await ecps.answerRequest(w.ctx, {
    ...{ ecpsId: phone.ecpsId, requestId: id },
    answer: await signed(w, phone, id, { decision: 'refuse' }),
  });
  await work();
  await ecps.unsubscribePush(w.ctx, phone.ecpsId);
  await requestFor(w);
  await ecps.subscribePush(w.ctx, phone.ecpsId, endpoint);
  await requestFor(w);
  await ecps.endMeans(w.ctx, { idNat: PERSON.idNat, reason: 'lost' });
  await work();
  expect(received).toEqual([]);
  expect(await ecps.isSubscribed(w.ctx, phone.ecpsId)).toBe(false);
});

it.each([404, 410])(
  'forgets an address that is gone for good (%i), and never tells it again',
  async (status) => {
    await ecps.subscribePush(w.ctx, phone.ecpsId, endpoint);
    answerWith = status;
    await requestFor(w);
    await work();
    expect(await ecps.isSubscribed(w.ctx, phone.ecpsId)).toBe(false);
    await requestFor(w);
    await work();
    expect(received).toHaveLength(1);
  },
);

it('keeps a push that the service could not take, for another try', async () => {
  await ecps.subscribePush(w.ctx, phone.ecpsId, endpoint);
  answerWith = 503;
  await requestFor(w);
  await work();
  expect(await ecps.isSubscribed(w.ctx, phone.ecpsId)).toBe(true);
  expect(await waiting()).toBe(1);
  await sql`select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))`.execute(
    w.ctx.db,
  );
});

it('keeps neither the address nor the private key in clear, and takes no address that is none', async () => {
  await ecps.subscribePush(w.ctx, phone.ecpsId, endpoint);
  await ecps.pushKey(w.ctx);
  const stored = JSON.stringify([
    await one(w.ctx.db, sql`select * from credentials.ecps_pushes`),
    await one(w.ctx.db, sql`select * from credentials.push_keys`),
  ]);
  expect(stored).not.toContain('secret-of-this-phone');
  expect(stored).not.toContain('"d"');
  for (const faulty of [
    '',
    'http://push.example/x',
    'ftp://push.example/x',
    `https://push.example/${'x'.repeat(1000)}`,
  ])
    expect(await refusalOf(ecps.subscribePush(w.ctx, phone.ecpsId, faulty))).toBe(errors.invalidPush().code);
  expect(new Set(await Promise.all(Array.from({ length: 8 }, () => ecps.pushKey(w.ctx)))).size).toBe(1);
});
