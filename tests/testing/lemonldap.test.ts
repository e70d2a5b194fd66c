import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectToEsculape } from '../../src/testing/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { clientText } from './client-text.js';
import { hasLemonldap, type Lemonldap, lemonldap } from './lemonldap.js';

const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

// A minute of Debian's packages (liblemonldap-ng-portal-perl, liblemonldap-ng-manager-perl and what they recommend): tried
// where somebody has installed them.
describe.skipIf(!hasLemonldap())('LemonLDAP::NG, set by the commands of the guide', () => {
  let running: TestApp;
  let portal: Lemonldap;

  beforeAll(async () => {
    running = await startTestApp();
    portal = await lemonldap();
    const psc = connectToEsculape(running.origin);
    const client = await psc.client({ redirectUris: [`${portal.origin}/?openidconnectcallback=1`] });
    const values = { issuer: psc.issuer, service: portal.origin, ...client };
    await portal.run(clientText('lemonldap-ng.sh', values));
    await portal.open();
  });
  afterAll(async () => {
    await portal?.stop();
    await running?.stop();
  });

  const visit = (url: string | URL, cookie = '') =>
    fetch(url, { redirect: 'manual', headers: { accept: 'text/html', cookie } });

  it('signs a person in with a phone', async () => {
    const psc = connectToEsculape(running.origin);
    const idNat = await psc.somebody('doctor');
    const start = await visit(portal.origin);
    const asked = start.headers.get('location') ?? '';
    expect(asked, start.status + portal.log()).toContain(running.origin);
    expect(new URL(asked).searchParams.get('acr_values'), portal.log()).toBe('eidas1');
    const back = await psc.signIn(asked, idNat, await psc.phone(idNat));
    const home = await visit(back, cookiesOf(start));
    expect(home.status, portal.log()).toBe(200);
    expect(await (await visit(portal.origin, cookiesOf(home))).text()).toContain(idNat);
  });

  it('signs nobody in with an answer that it did not ask for', async () => {
    const back = new URLSearchParams({ openidconnectcallback: '1', code: 'pris-ailleurs', state: 'inconnu' });
    const refused = await visit(`${portal.origin}/?${back}`);
    expect(cookiesOf(refused)).not.toMatch(/lemonldap=[0-9a-f]{64}/);
    expect((await visit(portal.origin, cookiesOf(refused))).headers.get('location')).toContain(
      running.origin,
    );
  });
});
