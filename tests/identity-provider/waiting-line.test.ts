import { type IncomingMessage, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { sql } from 'kysely';
import type * as oidc from 'openid-client';
import { expect, it } from 'vitest';
import { Browser } from './browser.js';
import { personas } from './personas.js';
import { ask } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import type { Phone, World } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let phone: Phone;
let rp: oidc.Configuration;

useSignedUp('doctor-two-exercises', (all) => {
  ({ w, phone, rp } = all);
});

/** Of RFC 6455 §1.3, with the answer that it gives. */
const [KEY, ACCEPT] = ['dGhlIHNhbXBsZSBub25jZQ==', 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='];
const ASKING = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };

type Headers = Readonly<Record<string, string>>;

/** Asks for a WebSocket as a browser does. Out: the line, or the answer where there is none. */
function open(path: string, headers: Headers): Promise<{ answer: IncomingMessage; line?: Duplex }> {
  return new Promise((resolve, reject) => {
    const asked = { ...ASKING, 'sec-websocket-key': KEY, origin: w.origin, ...headers };
    request(new URL(path, w.origin), { headers: asked, agent: false })
      .on('upgrade', (answer, line, head) => {
        line.unshift(head);
        resolve({ answer, line });
      })
      .on('response', (answer) => {
        answer.resume();
        resolve({ answer });
      })
      .on('error', reject)
      .end();
  });
}

async function waiting() {
  const browser = new Browser(w.origin);
  const { url } = await browser.follow((await ask(rp)).url.href);
  const there = await browser.follow(url.href, { idNat: doctor.idNat });
  const path = there.url.pathname.replace(/attente$/, 'evenements');
  return { browser, page: there.url.href, path, cookie: browser.cookieFor(path) };
}

async function allOf(line: Duplex): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of line) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const listening = async () =>
  (
    await sql<{ n: number }>`select count(*)::int n from pg_stat_activity
      where datname = current_database() and query = 'listen esculape_ecps'`.execute(w.ctx.db)
  ).rows[0]?.n;

it('a page that waits by WebSocket is told once its phone answered, and the line is closed', async () => {
  const { browser, page, path, cookie } = await waiting();
  const { answer, line } = await open(path, { cookie });
  expect(answer.statusCode).toBe(101);
  expect(answer.headers['sec-websocket-accept']).toBe(ACCEPT);
  await phone.answer('approve');
  const told = await allOf(line as Duplex);
  expect(told).toEqual(Buffer.from([0x81, 7, ...Buffer.from('decided'), 0x88, 2, 0x03, 0xe8]));
  expect((await browser.follow(page)).url.searchParams.has('code')).toBe(true);
  // Nothing is left to wait for: a page that comes now is told at once.
  const after = await open(path, { cookie });
  if (after.line) await allOf(after.line);
});

it('one listening connection serves all the pages, and closes when the last one left', async () => {
  const all = [await waiting(), await waiting()];
  const lines = await Promise.all(all.map(({ path, cookie }) => open(path, { cookie })));
  await expect.poll(listening).toBe(1);
  lines[0]?.line?.destroy();
  // The other leaves as a page does: by a frame that says so.
  lines[1]?.line?.write(Buffer.from([0x88, 0x80, 0, 0, 0, 0]));
  await expect.poll(listening).toBe(0);
  await phone.answer('refuse');
  await phone.answer('refuse');
});

it('no WebSocket for the page of another site, for another browser, nor for what does not wait', async () => {
  const { path, cookie } = await waiting();
  const status = async (at: string, headers: Headers) => (await open(at, headers)).answer.statusCode;
  expect(await status(path, { cookie, origin: 'https://elsewhere.example' })).toBe(403);
  expect(await status(path, { cookie: '' })).toBe(400);
  expect(await status('/auth/connexion/attente.js', { cookie })).toBe(400);
  expect(await status('/nowhere', { cookie })).toBe(404);
  await phone.answer('refuse');
});

it('a call that offers another protocol, or half of a WebSocket, is answered as any call', async () => {
  const { answer, line } = await open('/auth/connexion/attente.js', { upgrade: 'h2c' });
  expect([answer.statusCode, line]).toEqual([200, undefined]);
  for (const half of [{ 'sec-websocket-key': 'short' }, { 'sec-websocket-version': '8' }]) {
    const { answer } = await open('/auth/connexion/attente.js', half);
    expect(answer.statusCode).toBe(200);
  }
});
