import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../src/platform/free-ports.js';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import { startTestApp, type TestApp } from '../support/app.js';

interface Answer {
  readonly status: number;
  readonly body: string;
}

function ask(url: string, ca: string | undefined, form?: { body: string; origin: string }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = form && { 'content-type': 'application/x-www-form-urlencoded', origin: form.origin };
    const sent = request(
      url,
      { ca, method: form ? 'POST' : 'GET', ...(headers && { headers }) },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      },
    );
    sent.on('error', reject).end(form?.body);
  });
}

describe('a program whose address is its own TLS port', () => {
  it('signs in by its own issuer: the portals and the demo services trust the built-in authority', async () => {
    const [port = 0] = await freePorts(1);
    const running = await startTestApp({
      TLS_PORT: String(port),
      ESCULAPE_ORIGIN: `https://localhost:${port}`,
    });
    try {
      const [demo] = running.app.config.demoPorts;
      const browser = await new HttpBrowser().go(`http://localhost:${demo}/connexion`);
      expect(browser.url).toContain(`https://localhost:${port}/auth/connexion/`);
      expect(browser.body).toContain('Connectez-vous');
    } finally {
      await running.stop();
    }
  });
});

describe('the pages over TLS', () => {
  let running: TestApp;
  let tls: string;
  let ca: string;

  beforeAll(async () => {
    running = await startTestApp();
    tls = `https://localhost:${running.app.config.tlsPort}`;
    ca = await (await fetch(`${running.origin}/igc/chaine.pem`)).text();
  });
  afterAll(() => running.stop());

  it('are served under a certificate of the built-in authority, which others do not trust', async () => {
    expect(await ask(`${tls}/healthz`, ca)).toEqual({ status: 200, body: '{"status":"ok"}' });
    await expect(ask(`${tls}/healthz`, undefined)).rejects.toThrow(/certificate/);
  });

  it('take the forms that they served, and none of another site', async () => {
    const form = { body: 'advance=PT1H', origin: tls };
    expect((await ask(`${tls}/sandbox/horloge`, ca, form)).status).toBe(303);
    expect(
      (await ask(`${tls}/sandbox/horloge`, ca, { ...form, origin: 'https://ailleurs.example' })).status,
    ).toBe(403);
  });
});
