import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import { type Client, connectToEsculape, type Esculape, type Phone } from '../../src/testing/index.js';
import { startTestApp, type TestApp } from '../support/app.js';

const BACK = 'http://localhost:8080/cb';

let running: TestApp;
let psc: Esculape;
let page: string;
const document = readFileSync('docs/connect-a-service.md', 'utf8');

beforeAll(async () => {
  running = await startTestApp();
  psc = connectToEsculape(running.origin);
  await psc.somebody('nurse');
  page = await (await fetch(`${running.origin}/documentation/guide`)).text();
});
afterAll(() => running?.stop());

const unescaped = (html: string) =>
  html
    .replace(/<[^>]+>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');

/** The blocks of code of the guide on line, and those of the document, which are indented. */
const blocksOnLine = () =>
  [...page.matchAll(/<pre[^>]*>([\s\S]*?)<\/pre>/g)].map(([, one = '']) => unescaped(one));
const blocksWritten = () =>
  [...document.matchAll(/(?:^ {4}.*\n|^\n(?= {4}))+/gm)]
    .map(([block]) => block.replace(/^ {4}/gm, '').trim())
    .filter(Boolean);

const block = (start: string) => blocksOnLine().find((one) => one.includes(start)) ?? '';

interface Ran {
  readonly psc: Esculape;
  readonly phone: Phone;
  readonly client: Client;
  readonly answered: Promise<void>;
}

/** Runs a block as a module would, on the sandbox that is there already. */
function run(code: string): Promise<Ran> {
  const body = code.replace("import { startEsculape } from 'esculape/testing';", '');
  expect(body).not.toContain('import ');
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
  const made = new AsyncFunction('startEsculape', `${body}\nreturn { psc, phone, client, answered };`);
  return made(async () => psc) as Promise<Ran>;
}

async function tokens(client: Client, form: Record<string, string>, at = 'token') {
  const answer = await fetch(`${psc.issuer}/protocol/openid-connect/${at}`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client.clientId}:${client.clientSecret}`)}` },
    body: new URLSearchParams(form),
  });
  return (await answer.json()) as Record<string, string>;
}

describe('what the guide shows in code', () => {
  it('is known to these tests, block by block', () => {
    expect(blocksWritten()).toHaveLength(1);
    expect(blocksOnLine().map((one) => one.split(/\s/)[0])).toEqual([
      psc.issuer,
      'response_type=code',
      'POST',
      'import',
    ]);
  });

  it('begins with addresses that answer', async () => {
    const [issuer = '', discovery = ''] = (blocksOnLine()[0] ?? '').split('\n');
    expect(await (await fetch(discovery)).json()).toMatchObject({ issuer });
  });

  it.each([
    ['on line', () => block('startEsculape')],
    ['in the document', () => blocksWritten()[0] ?? ''],
  ])('signs somebody in from a test: %s', async (_where, code) => {
    const { phone, client, answered } = await run(code());
    const words = block('response_type').split(/\s\s+|\n/);
    const query = new URLSearchParams({ client_id: client.clientId, redirect_uri: BACK });
    for (const word of words.filter((one) => one.includes('='))) {
      const [name = '', value = ''] = word.split('=');
      query.set(name, value);
    }
    for (const name of ['state', 'nonce']) {
      expect(words).toContain(name);
      query.set(name, 'essai');
    }
    const browser = new HttpBrowser();
    const isBack = (url: string) => url.startsWith(BACK);
    await browser.go(`${psc.issuer}/protocol/openid-connect/auth?${query}`, isBack);
    await browser.submit({ idNat: phone.idNat });
    await answered;
    await browser.go(browser.url, isBack);
    const code2 = new URL(browser.url).searchParams.get('code') ?? '';
    const form = { grant_type: 'authorization_code', code: code2, redirect_uri: BACK };
    expect(await tokens(client, form)).toHaveProperty('id_token');
  });

  it('asks without a browser by the names that CIBA takes', async () => {
    const [call = '', ...names] = block('POST ext/ciba').split(/\n|\s\s+/);
    const idNat = await psc.somebody('nurse');
    const phone = await psc.phone(idNat);
    const options = { ciba: { delivery: 'poll' } };
    const client = await psc.client({ redirectUris: [BACK], options });
    const given: Record<string, string> = {
      scope: 'openid scope_all',
      login_hint: idNat,
      binding_message: '42',
    };
    const said = names.map((name) => name.split(/[ =]/)[0] ?? '').filter(Boolean);
    expect(said.sort()).toEqual([...Object.keys(given), 'acr_values', 'channel'].sort());
    const asked = await tokens(
      client,
      { ...given, acr_values: 'eidas1', channel: 'MOBILE' },
      call.replace('POST ', ''),
    );
    await phone.approve();
    const form = { grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id: asked.auth_req_id ?? '' };
    expect(await tokens(client, form)).toHaveProperty('access_token');
  });
});

describe('what the document writes between words', () => {
  const inline = [...document.matchAll(/`([^`\n]+(?:\n[^`\n]+)?)`/g)].map(([, one = '']) =>
    one.replace('\n', ' '),
  );

  it('is JSON where it looks like it', () => {
    const objects = inline.flatMap((one) => /\{"\w+": ?[\s\S]*\}$/.exec(one)?.[0] ?? []);
    const whole = objects.filter((one) => !one.includes('…'));
    expect(whole.length).toBeGreaterThan(3);
    for (const text of whole) expect(() => JSON.parse(text), text).not.toThrow();
  });

  it('names calls of the sandbox that the sandbox has', async () => {
    const api = (await (await fetch(`${running.origin}/sandbox/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const calls = inline.flatMap((one) => [...one.matchAll(/(GET|POST|PUT) \/sandbox\/api(\/[\w/-]+)/g)]);
    expect(calls.length).toBeGreaterThan(3);
    for (const [, method = '', path = ''] of calls)
      expect(Object.keys(api.paths[path] ?? api.paths[`/sandbox/api${path}`] ?? {}), path).toContain(
        method.toLowerCase(),
      );
  });
});
