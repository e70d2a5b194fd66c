import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerService } from '../../src/modules/identity-provider/index.js';
import { personas } from '../identity-provider/personas.js';
import { activatePhone, type Phone, publish, type World, world } from '../identity-provider/world.js';
import { axeViolations, openBrowser, screenshot } from '../support/browser.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let browser: Browser;
let phone: Phone;
let service: Server;
let start: string;
const blocked: string[] = [];

beforeAll(async () => {
  w = await world(['/portail-psc']);
  await publish(w, doctor);
  phone = await activatePhone(w, doctor.idNat);
  // A foreign site, to which a form of ours leads in the end.
  service = createServer((_req, res) => res.setHeader('content-type', 'text/html').end('<h1>Bienvenue</h1>'));
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const back = `http://127.0.0.1:${(service.address() as AddressInfo).port}/retour`;
  const { clientId } = await registerService(w.ctx, { name: 'Dossier de soins', redirectUris: [back] });
  const query = new URLSearchParams({
    ...{ response_type: 'code', client_id: clientId, redirect_uri: back, scope: 'openid scope_all' },
    ...{ acr_values: 'eidas1', state: 'etat', nonce: 'nonce' },
  });
  start = `${w.issuer}/protocol/openid-connect/auth?${query}`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  service?.close();
  await w?.close();
});

async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, ...options });
  const page = await context.newPage();
  page.on('console', (line) => {
    if (/Content Security Policy/.test(line.text())) blocked.push(line.text());
  });
  await page.goto(start);
  return page;
}

async function check(page: Page, name: string): Promise<void> {
  expect(await axeViolations(page)).toEqual([]);
  await screenshot(page, name);
  await page.setViewportSize({ width: 320, height: 640 });
  const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 390, height: 844 });
}

describe('signing in with the e-CPS in a browser', () => {
  it('corrects eleven digits in one click, shows the number, and goes on by itself once the phone approved', async () => {
    const page = await open();
    await check(page, 'psc-identifiant');
    await page.getByLabel('Identifiant national').fill('99780000016');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Continuer avec 899780000016' }).waitFor();
    await check(page, 'psc-identifiant-onze-chiffres');
    await page.getByRole('button', { name: 'Continuer avec 899780000016' }).click();
    await page.waitForURL(/attente$/);
    await check(page, 'psc-attente');
    await phone.answer('approve');
    await page.waitForURL(/retour\?code=/);
    expect(await page.textContent('h1')).toBe('Bienvenue');
    expect(blocked).toEqual([]);
    await page.context().close();
  });

  it('says that the phone refused, and can begin again or go back to the service', async () => {
    const page = await open();
    await page.getByLabel('Identifiant national').fill(doctor.idNat);
    await page.getByRole('button', { name: 'Se connecter avec e-CPS' }).click();
    await page.waitForURL(/attente$/);
    await phone.answer('refuse');
    await page.getByText('Connexion interrompue').first().waitFor();
    await check(page, 'psc-refus');
    await page.getByRole('link', { name: 'Recommencer' }).click();
    await page.getByRole('button', { name: 'Annuler et revenir au service' }).click();
    await page.waitForURL(/retour\?error=access_denied/);
    await page.context().close();
  });

  it('works without JavaScript: the waiting page refreshes itself', async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.getByLabel('Identifiant national').fill(doctor.idNat);
    await page.getByRole('button', { name: 'Se connecter avec e-CPS' }).click();
    await page.getByText('Numéro à choisir').waitFor();
    await phone.answer('approve');
    await page.waitForURL(/retour\?code=/, { timeout: 15_000 });
    await page.context().close();
  });

  it('shows the portal, the masked record and the activation to everybody', async () => {
    const page = await open();
    await page.goto(`${w.origin}/portail-psc`);
    await check(page, 'psc-portail');
    await page.getByLabel('Identifiant national').fill(doctor.idNat);
    await page.keyboard.press('Enter');
    await page.getByText('j•••••@•••.fr').waitFor();
    await check(page, 'psc-fiche');
    await page.goto(`${w.origin}/portail-psc/activation`);
    await page.getByLabel('Identifiant national').fill(doctor.idNat);
    await page.keyboard.press('Enter');
    await page.getByText('Deux messages sont en route').first().waitFor();
    await check(page, 'psc-activation');
    await page.context().close();
  });
});
