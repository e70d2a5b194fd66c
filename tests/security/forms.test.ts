import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { memberByIdNat } from '../../src/modules/authorities/index.js';
import { mounts } from '../../src/mounts.js';
import { LARGEST_FORM } from '../../src/platform/http/json-body.js';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import { changing, fill, type Route, startTarget, type Target } from './target.js';

let target: Target;
let forms: Route[];
let memberId: string;

/** Doors of programs: they read no cookie, or ask for a secret of their own. */
const OF_PROGRAMS = /^\/(acme|api|sandbox\/(?:api|socle)|fhir)\/|^\/auth(\/realms\/.*)?$|^\/igc\/ocsp$/;

beforeAll(async () => {
  target = await startTarget();
  forms = changing(target.routes).filter(({ path }) => !OF_PROGRAMS.test(path));
  const held = await memberByIdNat(target.app.ctx, 'CNOM', target.person.idNat);
  memberId = held?.memberId ?? '';
});
afterAll(() => target.stop());

const FOREIGN: readonly Record<string, string>[] = [
  { origin: 'https://pirate.example' },
  { origin: 'null' },
  { origin: 'http://localhost:1' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none' },
];

describe('every form', () => {
  it('is refused when another site sends it, whoever is signed in', async () => {
    expect(forms.length).toBeGreaterThan(60);
    const person = await openSession(target.app.ctx, { idNat: target.person.idNat });
    const agent = await openSession(target.app.ctx, { role: 'agent', scope: 'CNOM' });
    const passed: string[] = [];
    for (const { method, path } of forms) {
      const url = target.origin + fill(path, (name) => (name === 'id' ? memberId : 'x'));
      for (const headers of FOREIGN)
        for (const { token } of [person, agent]) {
          const answer = await fetch(url, {
            method,
            redirect: 'manual',
            headers: { ...headers, cookie: `esculape_session=${token}` },
            body: new URLSearchParams({ version: '1', mail: 'pirate@pirate.example', role: 'cpam' }),
          });
          if (answer.status !== 403) passed.push(`${answer.status} ${path} ${JSON.stringify(headers)}`);
          if (answer.headers.getSetCookie().length > 0) passed.push(`cookie ${path}`);
          await answer.body?.cancel();
        }
    }
    expect(passed).toEqual([]);
    const after = await memberByIdNat(target.app.ctx, 'CNOM', target.person.idNat);
    expect(after?.version).toBe(1);
  }, 1_800_000);

  /** What the page takes at most, bytes: some take a file. */
  const largest = (path: string) =>
    mounts.find(({ prefix }) => path.startsWith(prefix))?.largestBody ?? LARGEST_FORM;

  it('longer than any form of ours is refused before it is read', async () => {
    for (const { method, path } of [
      ...forms,
      { method: 'POST', path: '/api/oauth/token' },
      { method: 'POST', path: '/auth/realms/esante-wallet/protocol/openid-connect/logout' },
    ]) {
      const answer = await fetch(target.origin + fill(path, () => 'x'), {
        method,
        redirect: 'manual',
        headers: { origin: target.origin },
        body: new URLSearchParams({ idNat: 'x'.repeat(largest(path) + 10_000) }),
      });
      expect([path, answer.status]).toEqual([path, 413]);
    }
  });
});

describe('the sign-out of Pro Santé Connect', () => {
  it('without a hint needs the answer to its own question: a link or a form of another site signs nobody out', async () => {
    const phone = await target.story.phone(target.person.idNat);
    const { browser, tokens } = await target.story.signIn(target.person.idNat, phone.id);
    const address = `${target.story.issuer}/protocol/openid-connect/logout`;
    const signedIn = () => target.story.userinfo(tokens.access_token ?? '');
    await browser.go(`${address}?confirm=oui`);
    expect(browser.body).toContain('Voulez-vous vous déconnecter');
    const foreign: Record<string, string>[] = [{ origin: 'https://pirate.example' }, { origin: 'null' }];
    for (const headers of foreign)
      await browser.go(address, undefined, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: 'confirm=oui',
      });
    expect(await signedIn()).toBeTruthy();
    await browser.go(address);
    await browser.submit({}, '');
    await expect(signedIn()).rejects.toThrow('401');
  });

  it('goes back nowhere but where a service declared', async () => {
    const { clientId } = await target.story.client('https://service.example/retour');
    for (const uri of [
      'https://pirate.example/',
      'https://service.example/retour',
      '//pirate.example',
      'javascript:alert(1)',
    ]) {
      const query = new URLSearchParams({ client_id: clientId, post_logout_redirect_uri: uri });
      const browser = await new HttpBrowser().go(
        `${target.story.issuer}/protocol/openid-connect/logout?${query}`,
      );
      expect([browser.status, new URL(browser.url).origin]).toEqual([400, target.origin]);
    }
  });
});
