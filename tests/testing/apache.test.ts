import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../src/platform/free-ports.js';
import { Story } from '../../src/sandbox/kit/story.js';
import { connectToEsculape } from '../../src/testing/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { openBrowser } from '../support/browser.js';
import { type Apache, hasApache, startApache } from './apache.js';
import { clientText } from './client-text.js';

// Debian's apache2-bin and libapache2-mod-auth-openidc: CI has them, nobody else needs to.
describe.skipIf(!hasApache())('Apache with mod_auth_openidc, set as the guide says', () => {
  let running: TestApp;
  let apache: Apache;
  let browser: Browser;
  let story: Story;

  beforeAll(async () => {
    running = await startTestApp();
    story = new Story(running.origin);
    const [port = 0] = await freePorts(1);
    const service = `http://localhost:${port}`;
    const client = await connectToEsculape(running.origin).client({
      redirectUris: [`${service}/prive/retour`],
      postLogoutRedirectUris: [`${service}/`],
    });
    const values = { issuer: story.issuer, service, ...client };
    apache = await startApache(port, clientText('mod_auth_openidc.conf', values));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await apache?.stop();
    await running?.stop();
  });

  it('opens a folder to a person who signed in with a phone, under the national identifier', async () => {
    const idNat = await connectToEsculape(running.origin).somebody('doctor');
    const phone = await story.phone(idNat);
    const page = await browser.newPage();
    await page.goto(`${apache.origin}/prive/`);
    await page.getByLabel('Identifiant national').fill(idNat);
    await page.getByRole('button', { name: 'Se connecter avec e-CPS' }).click();
    await page.getByText('Confirmez sur votre téléphone').first().waitFor();
    await story.answer(phone.id);
    await page.getByText('Bienvenue').waitFor();
    expect(page.url(), apache.log()).toBe(`${apache.origin}/prive/`);
    // The second page asks nobody.
    const again = await page.goto(`${apache.origin}/prive/index.html`);
    expect([again?.status(), again?.headers()['x-qui']]).toEqual([200, idNat]);
    expect(again?.headers()['x-nom']).toMatch(/\w/);
    // Logging out closes Pro Santé Connect too: whoever comes next is asked.
    await page.goto(`${apache.origin}/prive/retour?logout=${encodeURIComponent(`${apache.origin}/`)}`);
    await page.getByText('Au revoir').waitFor();
    await page.goto(`${apache.origin}/prive/`);
    await page.getByLabel('Identifiant national').waitFor();
    await page.close();
  });

  it('opens nothing to an answer that was not asked for, nor to nobody', async () => {
    const { request } = await browser.newContext();
    const begun = await request.get(`${apache.origin}/prive/`, { maxRedirects: 0 });
    const asked = new URL(begun.headers().location ?? '').searchParams;
    expect([begun.status(), asked.get('acr_values')]).toEqual([302, 'eidas1']);
    expect(asked.get('code_challenge_method')).toBe('S256');
    const back = new URLSearchParams({ code: 'pris-ailleurs', state: asked.get('state') ?? '' });
    const { request: stranger } = await browser.newContext();
    const refused = await stranger.get(`${apache.origin}/prive/retour?${back}`, { maxRedirects: 0 });
    expect(refused.status()).not.toBe(200);
    expect(await refused.text()).not.toContain('Bienvenue');
  });
});
