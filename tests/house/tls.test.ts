import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
