import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { cards } from '../../src/modules/credentials/index.js';
import { makeSiren, makeSiret } from '../../src/modules/nomenclatures/index.js';
import { type CardsWorld, cardsWorld, somebody } from '../credentials/cards-world.js';
import { judge, openBrowser } from '../support/browser.js';

let w: CardsWorld;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  w = await cardsWorld();
  browser = await openBrowser();
  page = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage();
});
afterAll(async () => {
  await browser?.close();
  await w?.stop();
});

async function signIn(who: Parameters<typeof openSession>[1]): Promise<void> {
  const { token } = await openSession(w.app.ctx, who);
  await page.context().addCookies([{ name: 'esculape_session', value: token, url: w.origin }]);
}
const open = (path: string) => page.goto(w.origin + path);
const press = (name: string) => page.getByRole('button', { name }).first().press('Enter');

describe('Ma Carte in a browser', () => {
  it('leads a nurse from the order to the letters, then through a loss, by keyboard', async () => {
    const { idNat, rpps } = await w.register('ONI', somebody({ profession: '60', mode: 'S' }));
    await open('/ma-cps');
    expect(page.url()).toBe(`${w.origin}/ma-carte`);
    await judge(page, 'ma-carte-entree');
    await signIn({ idNat });
    await open('/ma-carte');
    await judge(page, 'ma-carte-a-commander');
    await page.getByRole('link', { name: 'Commander ma CPS' }).press('Enter');
    await press('Commander ma CPS');
    await page.getByText('Ce n’est pas votre numéro').first().waitFor();
    await judge(page, 'ma-carte-commande');
    await page.getByLabel('Votre numéro RPPS').fill(rpps);
    await press('Commander ma CPS');
    await page.getByText('La carte est commandée').waitFor();
    await judge(page, 'ma-carte-suivi');
    await w.advance(10);
    await open('/ma-carte');
    await page.getByText('Envoyée, pas encore utilisée').waitFor();
    await press('Renouveler');
    await judge(page, 'ma-carte-renouvellement');
    await page.getByRole('link', { name: 'Ne rien changer' }).press('Enter');
    await press('Déclarer un incident');
    await judge(page, 'ma-carte-incident');
    await page.getByLabel('Perdue').press('Space');
    await press('Continuer');
    await judge(page, 'ma-carte-confirmer');
    await press('Déclarer l’incident');
    await page.getByText('La carte est en opposition').waitFor();
    await judge(page, 'ma-carte-opposee');
    expect((await cards.cardsOf(w.app.ctx, { holder: idNat }))[0]?.standing).toBe('opposed');
  });
});

describe('TOPS in a browser', () => {
  it('lets a doctor order the card of a secretary and end it with the employment', async () => {
    const { idNat } = await w.register('CNOM', somebody());
    await signIn({ idNat });
    await open('/tops');
    await judge(page, 'tops-vide');
    await page.getByRole('link', { name: 'Commander une carte' }).press('Enter');
    await press('Commander la carte');
    await page.getByText('Écrivez le nom.').first().waitFor();
    await judge(page, 'tops-commande');
    await page.getByLabel('Nom, ou nom du service').fill('Accueil');
    await page.getByLabel('Prénom').fill('Dominique');
    await page.getByLabel('Date de naissance').fill('1990-04-02');
    await press('Commander la carte');
    await page.getByText('CPE commandée pour Dominique Accueil').waitFor();
    await w.advance(10);
    await open('/tops');
    await judge(page, 'tops-cartes');
    await press('Déclarer un incident');
    await page.getByLabel('Fin d’activité').press('Space');
    await press('Continuer');
    await press('Déclarer l’incident');
    await page.getByText('Aucune autre n’est commandée').waitFor();
    await judge(page, 'tops-opposee');
  });

  it('shows the e-CPS in place of a card for an employee who has a number', async () => {
    const record = somebody();
    const { rpps } = await w.register('CNOM', record);
    await open('/tops/commande');
    await page.getByLabel('Nom, ou nom du service').fill('Autre');
    await page.getByLabel('Prénom').fill('Nom');
    await page.getByLabel('Date de naissance').fill('1990-04-02');
    await page.getByLabel('Numéro RPPS').fill(rpps);
    await press('Commander la carte');
    await page.getByText('Pas de CPE pour cette personne').first().waitFor();
    await judge(page, 'tops-pas-de-carte');
  });
});

describe('the order of test products', () => {
  it('is filled in by an integrator, told what lacks, and printed with its number', async () => {
    await signIn({ role: 'integrator' });
    await open('/formulaires/f414');
    await press('Envoyer la commande');
    await page.getByText('Demandez au moins une carte.').first().waitFor();
    await judge(page, 'f414');
    await page.getByLabel('Raison sociale').fill('Logiciels Exemple');
    await page.getByLabel('SIRET').fill(makeSiret(makeSiren('99700001'), '0001'));
    await page.getByLabel('Logiciel à tester').fill('Dossier');
    await page.getByLabel('Usage prévu').fill('DMP');
    await page.getByLabel('Courriel où répondre').fill('essais@logiciels.example');
    await page.getByLabel('CPS : carte de professionnel').fill('2');
    await press('Envoyer la commande');
    await judge(page, 'f414-copie');
    expect(await page.textContent('main')).toMatch(/F414-\d+/);
  });
});
