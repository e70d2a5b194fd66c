import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp, type RunningApp } from '../../src/app.js';
import { readConfig } from '../../src/platform/config.js';
import { type EmbeddedServer, startEmbedded } from '../../src/platform/db/embedded.js';
import { migrate } from '../../src/platform/db/migrate.js';
import { settled } from '../../src/platform/jobs.js';
import { doctor, Story } from '../../src/sandbox/kit/story.js';
import { ownPorts } from './program.js';
import { type Relay, startRelay } from './relay.js';

const dataDir = mkdtempSync(join(tmpdir(), 'esculape-away-'));
chmodSync(dataDir, 0o711);

let server: EmbeddedServer;
let relay: Relay;
let program: RunningApp;
let neighbour: RunningApp;
let story: Story;

const portOf = (url: string) => Number(new URL(url).port);

async function start(): Promise<RunningApp> {
  const through = new URL(server.url);
  through.port = String(relay.port);
  const config = readConfig({
    ...(await ownPorts()),
    DATABASE_URL: through.href,
    ESCULAPE_LOG: 'silent',
    SANDBOX_PEOPLE: '0',
  });
  return createApp(config, { databaseUrl: through.href });
}

beforeAll(async () => {
  server = await startEmbedded({ dataDir });
  await migrate(server.url);
  relay = await startRelay(portOf(server.url));
  program = await start();
  neighbour = await start();
  story = new Story(program.app.config.origin);
});

afterAll(async () => {
  await neighbour.stop();
  await program.stop();
  await relay.close();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

it('says 503 while its database is gone, and works on by itself once it is back', async () => {
  const registered = await story.register('CNOM', doctor());
  await settled(program.app.ctx.db);
  const phone = await story.phone(registered.idNat);
  const { tokens } = await story.signIn(registered.idNat, phone.id);
  const bearer = await story.agentBearer('CNOM');

  await relay.cut();
  await server.stop();
  const { origin } = program.app.config;
  const page = await fetch(`${origin}/annuaire?q=exemple`, { headers: { accept: 'text/html' } });
  expect(page.status).toBe(503);
  expect(page.headers.get('retry-after')).toBe('5');
  const text = await page.text();
  expect(text).toContain('rien n’est perdu');
  expect(text).not.toMatch(/ECONN|at \w+ \(/);
  expect((await fetch(`${origin}/healthz`)).status).toBe(503);
  const api = await fetch(`${origin}/api/authorities/CNOM/registrations/${registered.rpps}`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  expect(api.status).toBe(503);
  expect(api.headers.get('content-type')).toContain('application/problem+json');
  expect(await api.json()).toMatchObject({ code: 'database-away', status: 503 });
  const userinfo = await fetch(`${story.issuer}/protocol/openid-connect/userinfo`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  expect(userinfo.status).toBe(503);
  expect(await userinfo.json()).toMatchObject({ error: 'temporarily_unavailable' });
  const signInPage = await fetch(
    `${story.issuer}/protocol/openid-connect/auth?client_id=x&response_type=code`,
    { headers: { accept: 'text/html' } },
  );
  expect(signInPage.status).toBe(503);
  expect(await signInPage.text()).toContain('interrompu pour un moment');
  await sleep(10_000);

  server = await startEmbedded({ dataDir });
  await relay.restore(portOf(server.url));
  await expect.poll(async () => (await fetch(`${origin}/healthz`)).status, { interval: 50 }).toBe(200);
  // The jobs: a change goes down the whole chain again.
  const change = doctor().exercises as Record<string, unknown>[];
  await story.patch('CNOM', registered.rpps, registered.etag, {
    exercises: [{ ...change[0], name: 'REVENUE' }],
  });
  const name = async () => {
    const claims = await story.userinfo(tokens.access_token ?? '');
    return (claims.SubjectRefPro as { exercices: { nomDexercice: string }[] }).exercices[0]?.nomDexercice;
  };
  await expect.poll(name, { interval: 100 }).toBe('REVENUE');
  // The clock: moved in one program, it moves in the other.
  const later = new Date(Date.now() + 86_400_000);
  await program.app.clock.set(later);
  await expect
    .poll(() => neighbour.app.clock.now().getTime() - later.getTime(), { interval: 50 })
    .toBeGreaterThanOrEqual(0);
  await program.app.clock.set(new Date());
  // The watch of the sign-in pages, and the sign-in itself.
  const again = await story.signIn(registered.idNat, phone.id);
  expect(again.tokens.id_token).toBeTruthy();
});
