import { afterAll, beforeAll, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { startDoor, type TestDoor } from '../support/door.js';
import { publish } from './phone-app.js';
import { activatePhone, ORIGIN, type Phone, PIN, refusalOf, requestFor, type World, world } from './world.js';

const PRODUCTION = {
  ESCULAPE_PROFILE: 'production',
  ESCULAPE_ORIGIN: 'https://esculape.example',
  ESCULAPE_SECRET: '4f7d1c0b9a8e6352f1e0d9c8b7a69584',
  RPPS_PREFIX: '1010',
  SMTP_URL: 'smtps://courriel.example',
  SMS_URL: 'https://sms.example/envoi',
  IGC_KEY_BITS: '4096',
};

let sandbox: World;
let beta: Phone;
let production: TestDoor;

beforeAll(async () => {
  sandbox = await world();
  await publish(sandbox);
  beta = await activatePhone(sandbox);
  production = await startDoor(['/e-cps'], { env: PRODUCTION });
  await publish(production);
});
afterAll(async () => {
  await sandbox.close();
  await production.close();
});

const page = async (at: string) => (await fetch(at, { headers: { accept: 'text/html' } })).text();

it('S4-66 the phone of a sandbox says that it is a beta; the one of a production does not', async () => {
  const door = await startDoor(['/e-cps']);
  const here = await page(`${door.origin}/e-cps`);
  expect(here).toContain('<title>e-CPS bêta');
  expect(here).toContain('href="/e-cps/manifest-beta.webmanifest"');
  const manifest = (await (await fetch(`${door.origin}/e-cps/manifest-beta.webmanifest`)).json()) as {
    name: string;
  };
  expect(manifest.name).toContain('bêta');
  await door.close();
  const listening = `http://127.0.0.1:${production.app.config.port}`;
  const there = await page(`${listening}/e-cps`);
  expect(there).toContain('<title>e-CPS');
  expect(there).not.toContain('bêta');
});

it('S4-66 a beta phone signs nobody in to production: neither its token, nor its key, nor an answer made for the sandbox', async () => {
  const listening = `http://127.0.0.1:${production.app.config.port}`;
  const me = await fetch(`${listening}/e-cps/api/me`, {
    headers: { authorization: `Bearer ${beta.deviceToken}` },
  });
  expect(me.status).toBe(401);
  // The same person has an e-CPS in production, and the beta phone knows everything but its key.
  const real = await activatePhone(production);
  const { id } = await requestFor(production);
  const [request] = await ecps.pendingRequests(production.ctx, real.ecpsId);
  const answer = (privateKey: Phone['privateKeyJwk'], origin: string) =>
    ecps.signAnswer(privateKey, {
      ...{ requestId: id, nonce: request?.nonce ?? '', clientId: request?.clientId ?? '', origin },
      ...{ decision: 'approve' as const, number: request?.numbers[0] ?? 0 },
    });
  const tried = async (answer: string, ecpsId: string) =>
    refusalOf(ecps.answerRequest(production.ctx, { ecpsId, requestId: id, answer, pin: PIN }));
  expect(await tried(answer(beta.privateKeyJwk, ORIGIN), real.ecpsId)).toBeDefined();
  expect(await tried(answer(beta.privateKeyJwk, ORIGIN), beta.ecpsId)).toBeDefined();
  expect(await tried(answer(real.privateKeyJwk, 'http://localhost:3001'), real.ecpsId)).toBeDefined();
  expect((await ecps.approvalState(production.ctx, id))?.status).toBe('pending');
});
