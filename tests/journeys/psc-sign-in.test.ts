import type { Browser, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Phone, World } from '../identity-provider/world.js';
import { judge } from '../support/browser.js';
import { doctor, useCareRecord } from './care-record.js';

let w: World;
let browser: Browser;
let phone: Phone;
let start: string;
const blocked: string[] = [];

useCareRecord(['/portail-psc'], (made) => {
  ({ w, phone, browser, start } = made);
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

describe('signing in with the e-CPS in a browser', () => {
  it('corrects eleven digits in one click, shows the number, and goes on by itself once the phone approved', async () => {
    const page = await open();
    await judge(page, 'psc-identifiant');
    await page.getByLabel('Identifiant national').fill('99780000016');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Continuer avec 899780000016' }).waitFor();
    await judge(page, 'psc-identifiant-onze-chiffres');
    await page.getByRole('button', { name: 'Continuer avec 899780000016' }).click();
    await page.waitForURL(/attente$/);
    await judge(page, 'psc-attente');
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
    await judge(page, 'psc-refus');
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
    await page.waitForURL(/retour\?code=/);
    await page.context().close();
  });

  it('shows the portal, the masked record and the activation to everybody', async () => {
    const page = await open();
    await page.goto(`${w.origin}/portail-psc`);
    await judge(page, 'psc-portail');
    await page.getByLabel('Identifiant national').fill(doctor.idNat);
    await page.keyboard.press('Enter');
    await page.getByText('j•••••@•••.fr').waitFor();
    await judge(page, 'psc-fiche');
    await page.goto(`${w.origin}/portail-psc/activation`);
    await page.getByLabel('Identifiant national').fill(doctor.idNat);
    await page.keyboard.press('Enter');
    await page.getByText('Deux messages sont en route').first().waitFor();
    await judge(page, 'psc-activation');
    await page.context().close();
  });
});
