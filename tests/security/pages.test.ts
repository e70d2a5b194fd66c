import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { memberByIdNat } from '../../src/modules/authorities/index.js';
import { doctor } from '../../src/sandbox/kit/story.js';
import { startTestApp } from '../support/app.js';
import { fill, readable, startTarget, type Target } from './target.js';

const EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>';

let target: Target;
let tokens: (string | undefined)[];
let memberId: string;
let idNat: string;

beforeAll(async () => {
  target = await startTarget();
  const evil = doctor() as {
    civilStatus: object;
    exercises: { activities: { structure: { practice: { name: string } } }[] }[];
  };
  const [exercise] = evil.exercises;
  if (exercise?.activities[0]) exercise.activities[0].structure.practice.name = EVIL;
  const record = {
    ...evil,
    civilStatus: { ...evil.civilStatus, birthName: EVIL, usedName: EVIL, givenNames: [EVIL] },
    exercises: [
      { ...exercise, name: EVIL, givenName: EVIL, registration: { number: '"><script>alert(3)</script>' } },
    ],
    validation: { agent: EVIL, checked: [EVIL] },
  };
  ({ idNat } = await target.story.register('CNOM', record));
  await target.settle();
  await target.story.phone(idNat);
  memberId = (await memberByIdNat(target.app.ctx, 'CNOM', idNat))?.memberId ?? '';
  const roles = ['cpam', 'support', 'operator', 'integrator'].map((role) =>
    openSession(target.app.ctx, { role }),
  );
  const sessions = await Promise.all([
    ...roles,
    openSession(target.app.ctx, { role: 'agent', scope: 'CNOM' }),
    openSession(target.app.ctx, { idNat, name: EVIL }),
  ]);
  tokens = [undefined, ...sessions.map(({ token }) => token)];
});
afterAll(() => target.stop());

const value = (name: string) => (name === 'id' ? memberId : idNat);

/** Whether a tag carries a handler or a style of its own, or a script its text: what the policy would not run either. */
const hasInline = (html: string): boolean =>
  [...html.matchAll(/<[a-z][^>]*>/gi)].some(([tag]) =>
    /\s(on\w+|style)\b/i.test(tag.replaceAll(/"[^"]*"/g, '""')),
  ) || /<script\b[^>]*>[^<]/i.test(html);

/** Every page as each kind of visitor gets it, form answers with a person in them included. */
async function* everyPage() {
  // The portals of the ordres are one component: that of the CNOM stands for all.
  const routes = readable(target.routes).filter(({ path }) => !/^\/ordres\/(?!cnom)/.test(path));
  const asked = routes.flatMap(({ path }) => {
    const address = fill(path, value);
    return [
      address,
      `${address}?q=${encodeURIComponent(EVIL)}&idNat=${idNat}&retour=${encodeURIComponent(EVIL)}&to=${encodeURIComponent(EVIL)}&appareil=${encodeURIComponent(EVIL)}&fait=${encodeURIComponent(EVIL)}`,
    ];
  });
  const posts = [
    '/portail-psc',
    '/annuaire/compte',
    '/suivi',
    '/rpps',
    '/portail-psc/activation',
    '/ordres/cnom/connexion',
    '/ordres/cnom/code',
  ];
  for (const token of tokens) {
    const headers = {
      accept: 'text/html',
      origin: target.origin,
      ...(token && { cookie: `esculape_session=${token}` }),
    };
    for (const path of [
      ...asked,
      '/nulle-part',
      `/${encodeURIComponent(EVIL)}`,
      '/auth/realms/esante-wallet/protocol/openid-connect/auth',
      `/auth/realms/esante-wallet/protocol/openid-connect/auth?client_id=${encodeURIComponent(EVIL)}`,
    ]) {
      const controller = new AbortController();
      const answer = await fetch(target.origin + path, {
        redirect: 'manual',
        headers,
        signal: controller.signal,
      });
      if (answer.headers.get('content-type')?.includes('event-stream')) controller.abort();
      else yield { path, answer, text: await answer.text() };
    }
    for (const path of posts)
      for (const body of [
        { idNat, motif: EVIL, q: idNat, identifiant: idNat, code: EVIL },
        { idNat: EVIL, motif: EVIL, q: EVIL, identifiant: EVIL, code: EVIL },
      ]) {
        const answer = await fetch(target.origin + path, {
          method: 'POST',
          redirect: 'manual',
          headers,
          body: new URLSearchParams(body),
        });
        yield { path: `POST ${path}`, answer, text: await answer.text() };
      }
  }
}

describe('every page, for every visitor', () => {
  it('shows a name that is a script as text, and stands under a policy that runs no other', async () => {
    const faults = new Set<string>();
    let shown = 0;
    for await (const { path, answer, text } of everyPage()) {
      const type = answer.headers.get('content-type') ?? '';
      const policy = answer.headers.get('content-security-policy') ?? '';
      if (type.includes('html')) {
        if (/<script>alert|<img src=x/.test(text)) faults.add(`script in ${path}`);
        if (hasInline(text)) faults.add(`inline in ${path}`);
        if (text.includes('&lt;script&gt;alert(1)')) shown += 1;
      } else if (text.includes('<script>alert') && !/json|calendar/.test(type)) faults.add(`${type} ${path}`);
      for (const part of [
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ])
        if (!policy.includes(part)) faults.add(`no ${part} at ${path}`);
      if (/unsafe/.test(policy)) faults.add(`unsafe ${path}`);
      if (answer.headers.get('x-content-type-options') !== 'nosniff') faults.add(`sniff ${path}`);
      if (!answer.headers.get('referrer-policy')) faults.add(`referrer ${path}`);
      if (/[\r\n]|<script/.test(answer.headers.get('location') ?? '')) faults.add(`location ${path}`);
    }
    expect([...faults]).toEqual([]);
    expect(shown).toBeGreaterThan(20);
  }, 1_800_000);

  it('sends no mail in which a name is markup, and no header that a name could add', async () => {
    const answer = await fetch(`${target.origin}/sandbox/api/messages`);
    const messages = (await answer.json()) as { subject: string | null; to: string }[];
    expect(messages.length).toBeGreaterThan(1);
    for (const { subject, to } of messages) expect(`${subject}${to}`).not.toMatch(/[\r\n<]/);
    const { db } = target.app.database;
    const { sql } = await import('kysely');
    const { rows } = await sql<{
      html: string;
    }>`select html from sandbox.messages where html is not null`.execute(db);
    for (const { html } of rows) expect(html).not.toContain('<script');
  });
});

describe('cookies behind TLS', () => {
  it('are all Secure, HttpOnly and SameSite, and every answer asks for TLS from then on', async () => {
    const app = await startTestApp({ ESCULAPE_ORIGIN: 'https://esculape.example' });
    const at = `http://127.0.0.1:${app.app.config.port}`;
    const json = { 'content-type': 'application/json', host: '127.0.0.1' };
    const client = await fetch(`${at}/sandbox/api/clients`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ redirectUris: ['https://s.example/'] }),
    });
    const { clientId } = (await client.json()) as { clientId: string };
    const auth = `${at}/auth/realms/esante-wallet/protocol/openid-connect/auth?response_type=code&scope=openid&client_id=${clientId}&redirect_uri=https://s.example/`;
    const answers = [
      await fetch(`${at}/sandbox/api/sessions`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ role: 'cpam' }),
      }),
      await fetch(auth, { redirect: 'manual' }),
      await fetch(`${at}/annuaire`),
      await fetch(`${at}/nulle-part`),
      await fetch(`${at}/auth/realms/esante-wallet/.well-known/openid-configuration`),
    ];
    const cookies = answers.flatMap((answer) => answer.headers.getSetCookie());
    expect(cookies.length).toBeGreaterThanOrEqual(3);
    for (const cookie of cookies)
      expect(cookie).toMatch(/(?=.*; secure)(?=.*; httponly)(?=.*; samesite=(lax|strict))/i);
    for (const answer of answers)
      expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    await app.stop();
  });
});
