import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.js';

let program: TestApp;
beforeAll(async () => {
  program = await startTestApp();
});
afterAll(() => program.stop());

/** Asks for a path as it is written: `fetch` would tidy it up. Out: the status, and where the answer leads. */
function ask(path: string, { method = 'GET', accept = 'text/html' } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(program.origin, { path, method, headers: { accept } }, (answer) => {
      answer.resume();
      resolve([answer.statusCode, answer.headers.location].filter(Boolean).join(' '));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('an address typed with a slash at its end', () => {
  it('leads to its page, with what was asked for', async () => {
    expect(await ask('/annuaire/')).toBe('308 /annuaire');
    expect(await ask('/annuaire//?q=rouen&page=2')).toBe('308 /annuaire?q=rouen&page=2');
    expect(await ask('/e-cps/', { method: 'HEAD' })).toBe('308 /e-cps');
    expect(await ask('/nulle-part/')).toBe('308 /nulle-part');
    expect(await ask('/nulle-part')).toBe('404');
  });

  it('never leads to another host, nor takes a program or a form elsewhere', async () => {
    for (const path of [
      '//evil.example/',
      '///evil.example//',
      '/\\evil.example/',
      '//evil.example/%2f../',
      '//',
    ])
      expect([path, await ask(path)]).toEqual([path, expect.stringMatching(/^40[04]$/)]);
    expect(await ask('/annuaire/', { accept: 'application/json' })).toBe('404');
    expect(await ask('/api/registrations/')).toBe('404');
    expect(await ask('/rpps/', { method: 'POST' })).not.toContain('308');
  });
});
