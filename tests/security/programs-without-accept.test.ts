import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.js';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

/** What is answered to a program that names no type which it takes; `fetch` always names one. */
const typeOf = (path: string, method = 'GET', accept?: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = accept === undefined ? {} : { accept };
    request(`${t.origin}${path}`, { method, headers }, (answer) => {
      answer.resume();
      resolve(`${answer.statusCode} ${answer.headers['content-type']?.split(';')[0]}`);
    })
      .on('error', reject)
      .end();
  });

it('a program that names no type reads its refusal as JSON at the doors of programs, and a person reads a page', async () => {
  const dmp = '/sandbox/socle/dmp/299990000000101/documents';
  expect(await typeOf(dmp)).toBe('401 application/problem+json');
  expect(await typeOf('/sandbox/socle/insi/lot', 'POST')).toMatch(/^4\d\d application\/problem\+json$/);
  expect(await typeOf(dmp, 'GET', 'text/html')).toBe('401 text/html');
  expect(await typeOf('/nulle-part')).toBe('404 text/html');
});
