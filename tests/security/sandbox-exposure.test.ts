import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDoor } from '../../src/door.js';
import { startTestApp } from '../support/app.js';
import { fill, type Route, startTarget, type Target } from './target.js';

let target: Target;
let routes: Route[];
beforeAll(async () => {
  target = await startTarget();
  routes = target.routes.filter(({ path, method }) => path.startsWith('/sandbox') && method !== 'ALL');
});
afterAll(() => target.stop());

/** Not fetch: a browser led astray says another Host. */
function ask(method: string, path: string, headers: Record<string, string>, origin = target.origin) {
  return new Promise<number>((resolve, reject) => {
    const sent = request(origin + path, { method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject).end();
  });
}

const each = (headers: Record<string, string>, wanted: (route: Route) => boolean = () => true) =>
  Promise.all(
    routes.filter(wanted).map(
      async ({ method, path }) =>
        `${await ask(
          method,
          fill(path, () => 'x'),
          headers,
        )} ${path}`,
    ),
  );

const isApi = ({ path }: Route) => path.startsWith('/sandbox/api/');

describe('the sandbox', () => {
  it('answers under no name that is not its own, so that no page whose name was made to point here reads it', async () => {
    for (const host of [
      'pirate.example',
      `pirate.example:${new URL(target.origin).port}`,
      'localhost.pirate.example',
    ])
      for (const line of await each({ host })) expect(line).toMatch(/^4(03|21) /);
    for (const host of ['localhost', '127.0.0.1:1', '[::1]:3000'])
      expect(await ask('GET', '/sandbox/api/clock', { host })).toBe(200);
  });

  it('opens its control API to no caller that another program speaks for', async () => {
    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-forwarded-host'])
      for (const line of await each({ [header]: '127.0.0.1' }, isApi)) expect(line).toMatch(/^403 /);
  });

  it('opens its control API to no page of another site', async () => {
    for (const headers of [
      { origin: 'https://pirate.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ])
      for (const line of await each(headers as Record<string, string>, isApi)) expect(line).toMatch(/^403 /);
  });

  it('sends nobody to another site after «se connecter en tant que»', async () => {
    for (const retour of [
      '/\t/pirate.example',
      '//pirate.example',
      '/\\pirate.example',
      '/\n/pirate.example',
      'https://pirate.example',
    ]) {
      const answer = await fetch(`${target.origin}/sandbox/connexion`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: target.origin },
        body: new URLSearchParams({ role: 'cpam', retour }),
      });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    }
  });

  it('does not exist in production: every route that begins with /sandbox is gone', async () => {
    const config = { ...target.app.config, profile: 'production' as const };
    const { door, closeDoor } = await createDoor({
      ...target.app,
      config,
      ctx: { ...target.app.ctx, config },
    });
    const left = door.routes.filter(({ path }) => path.startsWith('/sandbox'));
    await closeDoor();
    expect(left).toEqual([]);
    expect(routes.length).toBeGreaterThan(10);
  });
});

describe('with a key', () => {
  it('the control API answers whoever shows it, through a proxy too, and nobody else', async () => {
    const key = 'cle-d-essai-du-bac-a-sable';
    const app = await startTestApp({ SANDBOX_API_KEY: key });
    const at = (headers: Record<string, string>) => ask('GET', '/sandbox/api/clock', headers, app.origin);
    expect(
      await at({ authorization: `Bearer ${key}`, 'x-forwarded-for': '203.0.113.5', host: 'bac.example' }),
    ).toBe(200);
    expect([await at({}), await at({ authorization: 'Bearer x' })]).toEqual([403, 403]);
    await app.stop();
  });
});

describe('behind a proxy of ours', () => {
  it('callers are counted one by one, and without TRUSTED_PROXIES what they say of themselves changes nothing', async () => {
    for (const [proxies, last] of [
      ['127.0.0.1', 404],
      ['', 429],
    ] as const) {
      const app = await startTestApp({ TRUSTED_PROXIES: proxies });
      const look = (from: string) =>
        ask('GET', '/portail-psc/api/899700000005', { 'x-forwarded-for': from }, app.origin);
      for (let i = 0; i < 60; i += 1) await look('203.0.113.5');
      expect([await look('203.0.113.5'), await look('203.0.113.6')]).toEqual([429, last]);
      expect(await look('1.2.3.4, 203.0.113.5')).toBe(429);
      await app.stop();
    }
  });
});
