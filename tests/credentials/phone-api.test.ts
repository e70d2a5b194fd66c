import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { type PhoneApp, publish, startPhoneApp } from './phone-app.js';
import { lastSecrets, PERSON, PIN, requestFor, signed } from './world.js';

const { errors } = ecps;
let app: PhoneApp;

beforeAll(async () => {
  app = await startPhoneApp();
  await publish(app);
});
beforeEach(() => ecps.endMeans(app.ctx, { idNat: PERSON.idNat, reason: 'lost' }));
afterAll(() => app.close());

interface Asked {
  readonly token?: string;
  readonly body?: unknown;
  readonly origin?: string;
}

async function ask(method: string, path: string, { token, body, origin = app.origin }: Asked = {}) {
  const answer = await fetch(`${app.origin}/e-cps/api${path}`, {
    method,
    headers: {
      origin,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    content: text ? JSON.parse(text) : {},
  };
}

async function activate(platform = 'android') {
  await ecps.startActivation(app.ctx, { ...PERSON, origin: app.origin });
  const { link, sms } = lastSecrets(app);
  const opened = await ask('POST', '/activations', { body: { secret: link } });
  const { publicKeyJwk, privateKeyJwk } = await ecps.makeDeviceKey();
  const { activationToken } = opened.content;
  const completed = await ask('POST', '/activations/completion', {
    body: { activationToken, smsCode: sms, pin: PIN, publicKeyJwk, deviceName: 'Essai', platform },
  });
  expect(completed.status).toBe(201);
  const { ecpsId, deviceToken } = completed.content as { ecpsId: string; deviceToken: string };
  return { ecpsId, deviceToken, privateKeyJwk };
}

const doors: [string, string][] = [
  ['GET', '/me'],
  ['DELETE', '/me'],
  ['GET', '/stream'],
  ['POST', '/requests/x/answer'],
  ['POST', '/test'],
];

it('activates over HTTP and shows the device its own masked record', async () => {
  const phone = await activate();
  const { status, content } = await ask('GET', '/me', { token: phone.deviceToken });
  expect(status).toBe(200);
  expect(content.device).toMatchObject({ state: 'active', platform: 'android' });
  expect(content.record).toMatchObject({ idNat: PERSON.idNat, givenName: 'Camille' });
  expect(JSON.stringify(content)).not.toContain(PERSON.mail);
  expect(JSON.stringify(content)).not.toContain('39980042');
});

it('opens no door of a device without its token, with a wrong one, or with that of an ended e-CPS', async () => {
  const phone = await activate();
  await ecps.endMeans(app.ctx, { idNat: PERSON.idNat, reason: 'lost' });
  for (const [method, path] of doors) {
    for (const token of [undefined, '', 'x'.repeat(43), phone.deviceToken, `${phone.deviceToken}' or 1=1`]) {
      const answer = await ask(method, path, { ...(token !== undefined && { token }) });
      expect([method, path, answer.status, answer.content.code]).toEqual([
        method,
        path,
        401,
        errors.unknownDevice().code,
      ]);
      expect(answer.type).toContain('application/problem+json');
    }
  }
});

it('refuses what another site sends', async () => {
  const answer = await ask('POST', '/activations', {
    body: { secret: 'x' },
    origin: 'https://pirate.example',
  });
  expect(answer).toMatchObject({ status: 403, content: { code: 'foreign-origin' } });
});

it('answers malformed bodies by the member at fault, and never by a stack trace', async () => {
  expect(await ask('POST', '/activations', { body: '{' })).toMatchObject({ status: 400 });
  const missing = await ask('POST', '/activations/completion', { body: { pin: 4 } });
  expect(missing.status).toBe(422);
  expect(missing.content.errors.map((e: { field: string }) => e.field)).toContain('activationToken');
  const { status } = await ask('POST', '/activations', { body: { secret: 'x'.repeat(20_000) } });
  expect(status).toBe(413);
});

it('takes the signed answer of the device and no other', async () => {
  const phone = await activate();
  const asked = await ask('POST', '/test', { token: phone.deviceToken });
  const { id, number } = asked.content as { id: string; number: number };
  const foreign = await signed(app, { ...phone, ...(await ecps.makeDeviceKey()) }, id, {
    number,
    origin: app.origin,
  });
  const path = `/requests/${id}/answer`;
  expect(
    await ask('POST', path, { token: phone.deviceToken, body: { answer: foreign, pin: PIN } }),
  ).toMatchObject({
    status: 403,
    content: { code: errors.foreignSignature().code },
  });
  const answer = await signed(app, phone, id, { number, origin: app.origin });
  expect(await ask('POST', path, { token: phone.deviceToken, body: { answer, pin: PIN } })).toMatchObject({
    status: 200,
    content: { decision: 'approved' },
  });
});

it('deletes the e-CPS on demand of its device', async () => {
  const phone = await activate();
  expect((await ask('DELETE', '/me', { token: phone.deviceToken })).status).toBe(204);
  expect(await ecps.activeMeans(app.ctx, PERSON.idNat)).toBe(false);
});

it('streams a request to the phone as it comes, without which number is right, then the end', async () => {
  const phone = await activate();
  const answer = await fetch(`${app.origin}/e-cps/api/stream`, {
    headers: { authorization: `Bearer ${phone.deviceToken}` },
  });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  let heard = '';
  const listening = (async () => {
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) heard += chunk;
  })();
  await expect.poll(() => heard).toContain('"requests":[]');
  const request = await requestFor(app);
  await expect.poll(() => heard).toContain(request.id);
  expect(heard).not.toMatch(/right/i);
  await ecps.endMeans(app.ctx, { idNat: PERSON.idNat, reason: 'lost' });
  await expect.poll(() => heard).toContain('event: ended');
  await listening;
});

it('counts the openings of an address', async () => {
  let status = 410;
  // More than twice the limit: the count may start anew in the middle.
  for (let n = 0; n < 125 && status === 410; n += 1) {
    ({ status } = await ask('POST', '/activations', { body: { secret: 'x' } }));
  }
  expect(status).toBe(429);
});

it('serves an installable page: manifest, icon, worker over the whole scope, strict policy', async () => {
  const get = (path: string) => fetch(`${app.origin}/e-cps${path}`);
  const page = await get('');
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  const html = await page.text();
  expect(html).toContain('rel="manifest" href="/e-cps/manifest-beta.webmanifest"');
  expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/);
  const manifest = (await (await get('/manifest-beta.webmanifest')).json()) as {
    start_url: string;
    icons: { src: string }[];
  };
  expect(manifest.start_url).toBe('/e-cps');
  expect((await fetch(app.origin + manifest.icons[0]?.src)).headers.get('content-type')).toContain('svg');
  expect((await get('/sw.js')).headers.get('service-worker-allowed')).toBe('/e-cps');
  for (const [, script] of html.matchAll(/src="(\/e-cps\/[^"]+)"/g)) {
    expect((await fetch(app.origin + script)).headers.get('content-type')).toContain('javascript');
  }
});
