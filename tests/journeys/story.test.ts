import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoOrigins } from '../../src/sandbox/demo-services/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { openBrowser } from '../support/browser.js';
import {
  approve,
  DESK,
  faults,
  fillRegistration,
  look,
  open,
  PHONE,
  reloadUntil,
  tabTo,
  validate,
} from './story-pages.js';

const MAIL = 'solene.brindelair@courriel.example';
const MOBILE = '06 39 98 31 41';
const PIN = '4826';

let t: TestApp;
let browser: Browser;
/** The agent's computer, the doctor's computer, the doctor's telephone. */
let agent: Page;
let desk: Page;
let phone: Page;
let idNat: string;

beforeAll(async () => {
  t = await startTestApp();
  browser = await openBrowser();
  [agent, desk, phone] = [await open(browser, DESK), await open(browser, DESK), await open(browser, PHONE)];
});
afterAll(async () => {
  await browser?.close();
  await t?.stop();
});

// Each step goes on where the one before stopped.
let broken = false;
beforeEach(({ skip }) => {
  if (broken) skip('an earlier step failed');
});
afterEach(({ task }) => {
  broken ||= task.result?.state === 'fail';
});

const service = (index: number) => demoOrigins(t.app)[index] ?? '';

describe('the story in ten steps, in a browser', () => {
  it('1. an agent of the CNOM registers a doctor', async () => {
    await agent.goto(`${t.origin}/sandbox`);
    await look(agent, '01-bac-a-sable');
    await agent.getByRole('button', { name: 'Devenir agent du CNOM' }).click();
    await agent.getByRole('heading', { name: 'Nouvelle inscription' }).waitFor();
    await look(agent, '01-inscription');
    await fillRegistration(agent, MAIL, MOBILE);
    await agent.getByRole('heading', { name: /BRINDELAIR/ }).waitFor();
    await look(agent, '01-demande');
  });

  it('2. the agent validates, and the RPPS gives the number', async () => {
    await validate(agent);
    await look(agent, '02-valide');
    await agent.getByRole('link', { name: 'Ouvrir la fiche du membre' }).click();
    await reloadUntil(agent, /^8\d{11}$/);
    idNat =
      (await agent
        .getByText(/^8\d{11}$/)
        .first()
        .textContent()) ?? '';
    await look(agent, '02-membre');
  });

  it('3. anybody finds the doctor in the Annuaire Santé', async () => {
    await t.settle();
    await desk.goto(`${t.origin}/annuaire`);
    await desk.getByLabel('Nom, métier, lieu ou numéro').fill('brindelair');
    await desk.getByRole('button', { name: 'Rechercher' }).click();
    await look(desk, '03-annuaire');
    await desk.getByRole('link', { name: /BRINDELAIR/ }).click();
    await desk.getByText(idNat).first().waitFor();
    expect(await desk.content()).not.toContain(MAIL);
    await look(desk, '03-fiche');
  });

  it('4. the doctor asks for an e-CPS', async () => {
    await desk.goto(`${t.origin}/portail-psc/activation`);
    await desk.getByLabel('Identifiant national').fill(idNat);
    await desk.getByRole('button', { name: 'Recevoir mes deux secrets' }).click();
    await desk.getByText('Deux messages sont en route').first().waitFor();
    await look(desk, '04-activation');
  });

  it('5. the phone opens the link, takes the code of the SMS and a personal code', async () => {
    await phone.goto(`${t.origin}/sandbox/messages`);
    await look(phone, '05-courriel');
    await phone
      .getByRole('link', { name: /e-cps#a=/ })
      .first()
      .click();
    await phone.getByRole('button', { name: 'Activer sur cet appareil' }).click();
    await phone.getByLabel('Code reçu par SMS').waitFor();
    await look(phone, '05-codes');
    await desk.goto(`${t.origin}/sandbox/messages`);
    await look(desk, '05-sms');
    const sms = /\b(\d{6})\b/.exec((await desk.locator('main').textContent()) ?? '')?.[1] ?? '';
    await phone.getByLabel('Code reçu par SMS').fill(sms);
    await phone.getByLabel('Choisissez votre code personnel').fill(PIN);
    await phone.getByLabel('Votre code personnel, encore une fois').fill(PIN);
    await phone.getByRole('button', { name: 'Activer mon e-CPS' }).click();
    await phone.getByRole('heading', { name: 'Votre e-CPS est active' }).waitFor();
    await phone.getByRole('button', { name: 'Continuer' }).click();
    await phone.getByText('Prête : vos demandes').waitFor();
    await look(phone, '05-e-cps');
  });

  it('6 and 7. the first service sends the doctor to Pro Santé Connect; the phone says yes', async () => {
    await desk.goto(service(0));
    await look(desk, '06-service');
    await desk.getByRole('link', { name: 'S’identifier avec Pro Santé Connect' }).click();
    await look(desk, '06-connexion');
    await desk.getByLabel('Identifiant national').fill(idNat);
    await desk.getByRole('button', { name: 'Se connecter avec e-CPS' }).click();
    const shown = (await desk.locator('.big-code-value').textContent()) ?? '';
    await look(desk, '07-nombre');
    await phone.getByRole('heading', { name: 'Une connexion attend votre accord' }).waitFor();
    await look(phone, '07-demande');
    await approve(phone, shown, PIN);
    await desk.waitForURL(`${service(0)}/`);
    await desk.getByText('Solène').first().waitFor();
    await look(desk, '07-connecte');
  });

  it('8. the second service asks nothing again', async () => {
    await desk.getByRole('link', { name: /Télé-expertise/ }).click();
    await desk.waitForURL(`${service(1)}/`);
    await desk.getByText('Solène').first().waitFor();
    await look(desk, '08-second-service');
  });

  it('9. the agent changes the name of exercise, the member the mobile: the service shows the name', async () => {
    await agent.getByLabel('Nom d’exercice', { exact: true }).fill('BRINDELAIR-SORBE');
    await agent.getByRole('button', { name: 'Enregistrer le nom' }).click();
    await agent.getByText('Modification enregistrée').waitFor();
    await look(agent, '09-nom-change');
    await t.settle();
    expect(await desk.locator('main').textContent()).not.toContain('BRINDELAIR-SORBE');
    await desk.getByRole('button', { name: 'Actualiser l’identité' }).click();
    await desk.getByText('BRINDELAIR-SORBE').first().waitFor();
    await look(desk, '09-identite');
    await desk.goto(`${t.origin}/ordres/cnom`);
    await desk.getByRole('link', { name: 'Pro Santé Connect' }).click();
    await desk.getByLabel('Téléphone mobile').fill('06 39 98 27 18');
    await desk.getByRole('button', { name: 'Enregistrer' }).click();
    await desk.getByText('Coordonnées enregistrées').waitFor();
    await look(desk, '09-mobile-change');
  });

  it('10. the tracking shows the change at each of the four steps, dated', async () => {
    await desk.getByRole('link', { name: 'Suivre leur trajet' }).click();
    await reloadUntil(desk, 'Arrivé partout');
    const [latest] = await desk.getByRole('table').all();
    expect(await latest?.textContent()).toContain('06 39 98 27 18');
    const lines = await latest?.locator('tbody tr').allInnerTexts();
    expect(lines?.map((line) => /^\w+/.exec(line)?.[0])).toEqual(['ORDRE', 'RPPS', 'RASS', 'PSC']);
    for (const line of lines ?? []) expect(line).toMatch(/\d{2}:\d{2}:\d{2},\d{3}/);
    await look(desk, '10-suivi');
  });

  it('signs out of one service: Pro Santé Connect and the other service ask who you are again', async () => {
    await desk.goto(service(1));
    await desk.getByRole('button', { name: 'Se déconnecter partout' }).click();
    await desk.getByText('Vous êtes déconnecté, ici et de Pro Santé Connect').waitFor();
    await look(desk, '11-deconnecte');
    await desk.goto(service(0));
    await desk.getByRole('button', { name: 'Actualiser l’identité' }).click();
    await desk.getByText('Votre session Pro Santé Connect est terminée').waitFor();
    await look(desk, '11-session-terminee');
    await desk.getByRole('link', { name: 'S’identifier avec Pro Santé Connect' }).click();
    await desk.getByLabel('Identifiant national').waitFor();
    await desk.getByRole('button', { name: 'Annuler et revenir au service' }).click();
    await desk.getByText('Vous avez annulé la connexion').waitFor();
    await desk.getByText('access_denied').waitFor();
    await look(desk, '11-annule');
  });

  it('signs in with the keyboard alone, on the computer and on the phone', async () => {
    await phone.getByRole('button', { name: 'Continuer' }).click();
    await desk.goto(service(0));
    await tabTo(desk, 'S’identifier avec Pro Santé Connect');
    await desk.keyboard.press('Enter');
    await desk.waitForURL(/\/auth\/connexion\//);
    await tabTo(desk, 'Identifiant national');
    await desk.keyboard.type(idNat);
    await tabTo(desk, 'Se connecter avec e-CPS');
    await desk.keyboard.press('Enter');
    const shown = (await desk.locator('.big-code-value').textContent()) ?? '';
    await phone.getByRole('heading', { name: 'Une connexion attend votre accord' }).waitFor();
    await tabTo(phone, String(Number(shown)));
    await phone.keyboard.press('Enter');
    await phone.keyboard.type(PIN);
    await phone.keyboard.press('Enter');
    await desk.getByRole('heading', { name: 'Vous êtes connecté' }).waitFor();
    expect(faults).toEqual([]);
  });
});
