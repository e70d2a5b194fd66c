import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { type Holder, holder, PROOF, standing } from '../holders/people.js';
import { judge, openBrowser } from '../support/browser.js';
import { startDoor, type TestDoor } from '../support/door.js';

let door: TestDoor;
let browser: Browser;
let page: Page;
let person: Holder;

beforeAll(async () => {
  door = await startDoor(['/incident']);
  person = await holder(door.ctx, 1);
  browser = await openBrowser();
  page = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage();
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
});

describe('somebody who has neither codes nor e-CPS', () => {
  it('finds the way by keyboard, is told what lacks, and keeps a copy to print', async () => {
    await page.goto(`${door.origin}/incident`);
    await judge(page, 'incident');
    await page.getByRole('link', { name: 'Remplir la déclaration' }).press('Enter');
    await judge(page, 'incident-declaration');
    await page.getByRole('button', { name: 'Envoyer la déclaration' }).press('Enter');
    await page.getByText('Choisissez ce qui est arrivé.').first().waitFor();
    await judge(page, 'incident-declaration-erreurs');
    await page.getByLabel('Ma carte a été volée').press('Space');
    await page.getByLabel('Nom', { exact: true }).fill('Portail-BA');
    await page.getByLabel('Prénom').fill('Camille');
    await page.getByLabel('Date de naissance').fill('1984-03-12');
    await page.getByLabel('Courriel où vous répondre').fill('camille@ailleurs.example');
    await page.getByLabel('Numéro RPPS ou identifiant national').fill(person.rpps);
    await page
      .getByLabel('Pièce d’identité')
      .setInputFiles({ name: 'passeport.png', mimeType: 'image/png', buffer: PROOF });
    await page.getByRole('button', { name: 'Envoyer la déclaration' }).press('Enter');
    await page.getByText('Votre déclaration est envoyée').first().waitFor();
    expect(await page.textContent('main')).toContain('Ma carte a été volée');
    await judge(page, 'incident-copie');
  });

  it('asks for an emergency block, after being told what it does', async () => {
    await page.goto(`${door.origin}/incident/blocage`);
    await judge(page, 'incident-blocage');
    await page.getByLabel('Numéro RPPS ou identifiant national').fill(person.rpps);
    await page.getByLabel('Nom', { exact: true }).fill('Portail-BA');
    await page.getByLabel('Date de naissance').fill('1984-03-12');
    await page.getByRole('button', { name: 'Bloquer mes cartes' }).click();
    await page.getByText('Demande de blocage reçue').first().waitFor();
    await judge(page, 'incident-blocage-demande');
  });
});

describe('the support', () => {
  it('compares the declaration with the register, sees the proof, decides and answers', async () => {
    const { token } = await openSession(door.ctx, { role: 'support' });
    await page.context().addCookies([{ name: 'esculape_session', value: token, url: door.origin }]);
    await page.goto(`${door.origin}/incident/demandes`);
    await judge(page, 'incident-demandes');
    await page.getByRole('link', { name: /^n° / }).click();
    await page.getByText('PORTAIL-BA').first().waitFor();
    await judge(page, 'incident-decision');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Voir la pièce d’identité' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('piece.png');
    await page.getByLabel(`CPS n° ${person.card.number}`).check();
    await page.getByLabel('J’ai vu la pièce d’identité').check();
    await page.getByLabel('Réponse envoyée par courriel').fill('Votre carte est en opposition.');
    await page.getByRole('button', { name: 'Prendre en compte l’incident' }).click();
    await page.getByText('Rien n’attend').waitFor();
    await judge(page, 'incident-demandes-vide');
    expect(await standing(door.ctx, person.card.number)).toBe('opposed');
  });
});
