import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureRelyingParty } from '../../src/modules/access/index.js';
import { registerService } from '../../src/modules/identity-provider/index.js';
import { personas } from '../identity-provider/personas.js';
import { activatePhone, type Phone, publish, type World, world } from '../identity-provider/world.js';
import { judge, openBrowser } from '../support/browser.js';
import { type ForeignService, foreignService } from '../support/foreign-service.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let browser: Browser;
let phone: Phone;
let service: ForeignService;
let page: Page;
let start: string;

beforeAll(async () => {
  w = await world(['/connexion', '/portefeuille', '/portail-psc']);
  await publish(w, doctor);
  phone = await activatePhone(w, doctor.idNat);
  await ensureRelyingParty(w.ctx, (tx, addresses) =>
    registerService(tx, { clientId: 'esculape-portails', name: 'Portails Esculape', ...addresses }),
  );
  service = await foreignService();
  const asService = { name: 'Dossier de soins', redirectUris: [service.back] };
  start = service.signInAt(w.issuer, (await registerService(w.ctx, asService)).clientId);
  browser = await openBrowser();
  page = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage();
});
afterAll(async () => {
  await browser?.close();
  service?.close();
  await w?.close();
});

/** Signs in with the phone, from the page that asks for the identifier. */
async function identify(): Promise<void> {
  await page.getByLabel('Identifiant national').fill(doctor.idNat);
  await page.getByRole('button', { name: 'Se connecter avec e-CPS' }).click();
  await page.waitForURL(/attente$/);
  await phone.answer('approve');
}

const openWallet = async () => {
  await page.goto(`${w.origin}/portefeuille`);
  await page.getByRole('link', { name: 'Pro Santé Connect', exact: true }).first().click();
  await identify();
  await page.waitForURL(`${w.origin}/portefeuille`);
};

describe('the wallet of a professional', () => {
  it('opens with Pro Santé Connect, and shows contacts masked, means, and where one is signed in', async () => {
    await openWallet();
    const text = await page.textContent('main');
    for (const shown of ['j•••••@•••.fr', '•• •• •• •• 42', 'Essai', 'Portails Esculape', 'Cette session'])
      expect(text).toContain(shown);
    expect(text).not.toContain('messagerie');
    await judge(page, 'portefeuille');
  });

  it('shows when and where one signed in before', async () => {
    await page.goto(`${w.origin}/portefeuille/historique`);
    expect(await page.textContent('main')).toContain('Portails Esculape');
    await judge(page, 'portefeuille-historique');
  });

  it('asks before it closes a session, and changes nothing when one thinks again', async () => {
    await page.goto(`${w.origin}/portefeuille`);
    await page.getByRole('button', { name: 'Fermer cette session' }).click();
    await page.getByText('Cela ne se défait pas').waitFor();
    await judge(page, 'portefeuille-fermer');
    await page.getByRole('link', { name: 'Ne rien changer' }).click();
    await page.getByText('Cette session', { exact: true }).waitFor();
  });

  it('closes all sessions, this one included, by keyboard: each service asks again', async () => {
    await page.getByRole('link', { name: 'Fermer toutes mes sessions' }).press('Enter');
    await page.getByText('celle de cette page comprise').waitFor();
    await judge(page, 'portefeuille-fermer-tout');
    await page.getByRole('button', { name: 'Fermer toutes mes sessions' }).press('Enter');
    await page.getByText('Vos sessions sont fermées').first().waitFor();
    await judge(page, 'portefeuille-ferme');
    await page.goto(start);
    await page.getByLabel('Identifiant national').waitFor();
    await page.goto(`${w.origin}/portefeuille`);
    await page.waitForURL(/\/connexion\?retour=/);
  });

  it('ends the e-CPS of a lost phone at once, after a question, and says how to have another', async () => {
    await openWallet();
    await page.getByRole('link', { name: 'Signaler mon téléphone perdu' }).click();
    await judge(page, 'portefeuille-telephone-perdu');
    await page.getByLabel('Fermer aussi toutes mes sessions').uncheck();
    await page.getByRole('button', { name: 'Arrêter mon e-CPS' }).click();
    await page.getByText('Votre e-CPS ne fonctionne plus').waitFor();
    await page.getByText('Aucun moyen actif').waitFor();
    await judge(page, 'portefeuille-sans-moyen');
    expect(w.mails.at(-1)).toMatchObject({ to: 'jeanne.exemple@messagerie.fr' });
    await page.context().clearCookies();
    await page.goto(start);
    await page.getByLabel('Identifiant national').fill(doctor.idNat);
    await page.keyboard.press('Enter');
    await page.getByText('Aucune application e-CPS active').first().waitFor();
  });
});
