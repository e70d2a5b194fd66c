import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig, SANDBOX_SECRET } from '../../src/platform/config.js';
import { ConfigError } from '../../src/platform/config-error.js';
import { freePorts } from '../../src/platform/free-ports.js';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import { doctor, type Registered, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';

const PRODUCTION = {
  ESCULAPE_PROFILE: 'production',
  ESCULAPE_ORIGIN: 'https://identite.example',
  ESCULAPE_SECRET: randomBytes(32).toString('hex'),
  RPPS_PREFIX: '1099',
  IGC_KEY_BITS: '4096',
};
const PROTOCOL = '/auth/realms/esante-wallet/protocol/openid-connect';
const DISCOVERY = '/auth/realms/esante-wallet/.well-known/openid-configuration';

describe('the sandbox and the production', () => {
  let outside: Server;
  let sandbox: TestApp;
  let production: TestApp;
  let story: Story;
  let person: Registered;
  /** Connections that somebody opened to the mail server and to the SMS gateway. */
  let calls = 0;

  beforeAll(async () => {
    const [port = 0] = await freePorts(1);
    outside = createServer((socket) => {
      calls += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => outside.listen(port, '127.0.0.1', resolve));
    const gateways = { SMTP_URL: `smtp://127.0.0.1:${port}`, SMS_URL: `http://127.0.0.1:${port}` };
    sandbox = await startTestApp(gateways);
    production = await startTestApp({ ...PRODUCTION, ...gateways });
    story = new Story(sandbox.origin);
    person = await story.register('CNOM', doctor());
    await sandbox.settle();
  });
  afterAll(async () => {
    await sandbox?.stop();
    await production?.stop();
    await new Promise((resolve) => outside?.close(resolve));
  });

  /** The production behind its reverse proxy, which ends TLS. */
  const real = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${production.app.config.port}${path}`, {
      redirect: 'manual',
      ...init,
      headers: {
        host: 'identite.example',
        'x-forwarded-proto': 'https',
        ...(init.headers as Record<string, string>),
      },
    });

  const inbox = async () =>
    (await (await fetch(`${sandbox.origin}/sandbox/api/messages`)).json()) as {
      channel: string;
      to: string;
    }[];

  it('S4-65 signs test identities in to test clients on an issuer of the sandbox; the production knows neither them nor any door of the sandbox', async () => {
    const phone = await story.phone(person.idNat);
    const signedIn = await story.signIn(person.idNat, phone.id);
    const claims = JSON.parse(
      Buffer.from(signedIn.tokens.id_token?.split('.')[1] ?? '', 'base64url').toString(),
    ) as Record<string, unknown>;
    expect(claims.iss).toBe(story.issuer);
    const told = await story.userinfo(signedIn.tokens.access_token ?? '');
    expect(told.SubjectNameID).toBe(person.idNat);
    const { issuer } = (await (await real(DISCOVERY)).json()) as { issuer: string };
    expect([issuer, issuer === claims.iss]).toEqual([
      'https://identite.example/auth/realms/esante-wallet',
      false,
    ]);

    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const basic = Buffer.from(`${signedIn.clientId}:${signedIn.clientSecret}`).toString('base64');
    const body = 'grant_type=client_credentials';
    const client = { method: 'POST', body, headers: { ...form, authorization: `Basic ${basic}` } };
    expect((await real(`${PROTOCOL}/token`, client)).status).toBe(401);
    expect((await fetch(`${sandbox.origin}${PROTOCOL}/token`, client)).status).toBe(400);
    const asked = new URLSearchParams({
      client_id: signedIn.clientId,
      redirect_uri: signedIn.redirectUri,
      response_type: 'code',
      scope: 'openid scope_all',
      acr_values: 'eidas1',
      state: 'etat',
      nonce: 'nonce',
    });
    const refused = await real(`${PROTOCOL}/auth?${asked}`);
    expect([refused.status, refused.headers.get('location')]).toEqual([400, null]);
    const token = { headers: { authorization: `Bearer ${signedIn.tokens.access_token}` } };
    expect((await real(`${PROTOCOL}/userinfo`, token)).status).toBe(401);
    const known = (origin: string) => fetch(`${origin}/annuaire/personnes/${person.idNat}`);
    expect((await known(sandbox.origin)).status).toBe(200);
    expect((await real(`/annuaire/personnes/${person.idNat}`)).status).toBe(404);
  });

  it('S4-65 keeps every address under /sandbox out of the production, which starts with no secret and no numbers of the sandbox', async () => {
    const described = (await (await fetch(`${sandbox.origin}/sandbox/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const api = Object.entries(described.paths).flatMap(([path, verbs]) =>
      Object.keys(verbs).map((verb) => [verb.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x')] as const),
    );
    expect(api.length).toBeGreaterThan(6);
    const pages = ['', '/messages', '/connexion', '/galerie', '/api/openapi.json'];
    const doors = [...pages.map((page) => ['GET', `/sandbox${page}`] as const), ...api];
    for (const [method, path] of [...doors, ['POST', '/sandbox/connexion'], ['POST', '/sandbox/horloge']]) {
      expect([path, (await real(path ?? '', { method: method ?? '' })).status]).toEqual([path, 404]);
    }
    expect((await real('/annuaire')).status).toBe(200);
    for (const page of pages) expect((await fetch(`${sandbox.origin}/sandbox${page}`)).status).toBe(200);

    const env = { ...PRODUCTION, SMTP_URL: 'smtps://courrier.example', SMS_URL: 'https://sms.example' };
    expect(readConfig(env).profile).toBe('production');
    const faults = [{ ESCULAPE_SECRET: SANDBOX_SECRET }, { RPPS_PREFIX: '9978' }];
    for (const fault of faults) expect(() => readConfig({ ...env, ...fault })).toThrow(ConfigError);
  });

  it('S4-67 gives a test person an e-CPS on the sandbox portal with invented contacts whose messages go nowhere else; without contacts there is none', async () => {
    const desk = new HttpBrowser();
    await desk.go(`${sandbox.origin}/portail-psc/activation`);
    await desk.submit({ idNat: person.idNat }, '/portail-psc/activation');
    expect(desk.body).toContain('Deux messages sont en route');
    const messages = await inbox();
    expect(new Set(messages.map(({ channel }) => channel))).toEqual(new Set(['mail', 'sms']));
    for (const { channel, to } of messages)
      expect(to).toMatch(channel === 'mail' ? /^[^@]+@[^@]+\.example$/ : /^\+3363998\d{4}$/);
    const phone = await story.phone(person.idNat);
    const { tokens } = await story.signIn(person.idNat, phone.id);
    expect((await story.userinfo(tokens.access_token ?? '')).SubjectNameID).toBe(person.idNat);
    expect(calls).toBe(0);

    const silent = await story.register('CNOM', doctor({ correspondence: {} }));
    await sandbox.settle();
    const before = (await inbox()).length;
    await desk.go(`${sandbox.origin}/portail-psc/activation`);
    await desk.submit({ idNat: silent.idNat }, '/portail-psc/activation');
    expect(desk.body).toContain('L’activation n’est pas possible avec cet identifiant');
    await expect(story.phone(silent.idNat)).rejects.toThrow('422');
    expect((await inbox()).length).toBe(before);
  });
});
