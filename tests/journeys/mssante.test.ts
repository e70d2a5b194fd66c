import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { doctor, type Registered } from '../../src/sandbox/kit/story.js';
import { HOSPITAL, type MailWorld, openMailWorld, withRole } from '../messaging/world.js';
import { judge, openBrowser } from '../support/browser.js';

let world: MailWorld;
let browser: Browser;
let person: Registered;

beforeAll(async () => {
  world = await openMailWorld();
  browser = await openBrowser();
  person = await world.story.register('CNOM', doctor());
  await world.settle();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function signedIn(role: string, scope?: string): Promise<{ page: Page; context: BrowserContext }> {
  const value = await world.story.bearer(role, scope);
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  await context.addCookies([{ name: 'esculape_session', value, url: world.origin }]);
  return { context, page: await context.newPage() };
}

it('lets the operator of the platform register an operator of mailboxes', async () => {
  const { page, context } = await signedIn('operator');
  await page.goto(`${world.origin}/mssante`);
  await page.getByLabel('Code', { exact: false }).first().fill('gamma');
  await page.getByLabel('Nom', { exact: true }).fill('Messagerie Gamma');
  await page.getByLabel('Adresse de contact').fill('aide@gamma.example');
  await page.getByLabel('Domaines').fill('gamma.mssante.example alpha.mssante.example');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText('appartient à un autre opérateur').first().waitFor();
  await judge(page, 'mssante-operateurs-refus');
  await page.getByLabel('Domaines').fill('gamma.mssante.example');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByRole('cell', { name: 'Messagerie Gamma', exact: true }).waitFor();
  await judge(page, 'mssante-operateurs');
  await context.close();
});

it('lets an operator publish, change and withdraw a mailbox, and see its history', async () => {
  const { page, context } = await signedIn('mail-operator', 'alpha');
  await page.goto(`${world.origin}/mssante`);
  await judge(page, 'mssante-vide');
  await page.getByRole('link', { name: 'Publier une BAL' }).click();
  const secretary = await withRole(world.story, '331');
  await world.settle();
  await page.getByLabel('Adresse').fill('chantal@alpha.mssante.example');
  await page.getByLabel('Identifiant national').fill(secretary.idNat);
  await page.getByRole('button', { name: 'Publier' }).click();
  await page.getByText('Ce rôle n’ouvre pas droit').first().waitFor();
  await judge(page, 'mssante-refus');
  await page.getByLabel('Adresse').fill('camille@alpha.mssante.example');
  await page.getByLabel('Identifiant national').fill(person.idNat);
  await page.getByRole('button', { name: 'Publier' }).click();
  await page.getByText('La BAL est publiée').waitFor();
  await judge(page, 'mssante-bal');
  await world.settle();
  const directory = await context.newPage();
  await directory.goto(`${world.origin}/annuaire/personnes/${person.idNat}`);
  await directory.getByText('camille@alpha.mssante.example').first().waitFor();
  await directory.close();
  await page.getByLabel('Liste rouge').check();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText('La modification est enregistrée').waitFor();
  await page.getByText('Liste rouge', { exact: true }).first().waitFor();
  await page.getByRole('link', { name: 'Retirer la BAL' }).click();
  await judge(page, 'mssante-retrait');
  await page.getByRole('button', { name: 'Retirer la BAL' }).click();
  await page.getByText('La BAL est retirée').waitFor();
  await page.getByLabel('BAL retirées').check();
  await page.getByRole('button', { name: 'Chercher' }).click();
  await page.getByRole('link', { name: 'camille@alpha.mssante.example' }).click();
  expect(await page.getByRole('rowheader').allInnerTexts()).toEqual(['3', '2', '1']);
  await context.close();
});

it('warns before an applicative mailbox is shown, gives its key once, and lets people into a service', async () => {
  const { page, context } = await signedIn('mail-operator', 'alpha');
  await page.goto(`${world.origin}/mssante/nouvelle`);
  await page.getByLabel('Type').selectOption('APP');
  await page.getByLabel('Adresse').fill('labo@alpha.mssante.example');
  await page.getByLabel('Structure').fill(HOSPITAL);
  await page.getByLabel('Affichée dans l’annuaire').check();
  await page.getByRole('button', { name: 'Publier' }).click();
  await page.getByText('est déconseillé').first().waitFor();
  await judge(page, 'mssante-avertissement');
  await page.getByLabel('Je confirme').check();
  await page.getByRole('button', { name: 'Publier' }).click();
  await page.getByRole('button', { name: 'Donner une nouvelle clé' }).click();
  expect(await page.locator('code').textContent()).toMatch(/^emb_/);
  await judge(page, 'mssante-cle');
  const service = {
    address: 'cardio@alpha.mssante.example',
    type: 'ORG',
    structure: HOSPITAL,
    service: 'CARDIOLOGIE',
  };
  const { body } = await world.alpha('POST', '/mailboxes', service);
  await page.goto(`${world.origin}/mssante/bal/${body.id}`);
  await page.getByLabel('Identifiant national du membre').fill(person.idNat);
  await page.getByRole('button', { name: 'Ajouter' }).click();
  await page.getByText('La personne peut lire cette BAL').waitFor();
  await judge(page, 'mssante-membres');
  await context.close();
});

it('takes a file, tells the lines it refuses, and writes nothing of a dry run', async () => {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${world.origin}/sandbox/connexion?retour=/mssante/envoi`);
  await page.getByLabel('Opérateur', { exact: true }).selectOption('beta');
  await judge(page, 'mssante-bac-a-sable');
  await page.getByRole('button', { name: 'Ouvrir la session de l’opérateur' }).click();
  const line = (address: string) => JSON.stringify({ address, type: 'PER', idNat: person.idNat });
  const lines = [line('lot@beta.mssante.example'), line('lot@alpha.mssante.example')].join('\n');
  await page.getByLabel('Ou les lignes').fill(lines);
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await page.getByText('Essai à blanc : rien n’a été écrit').waitFor();
  await judge(page, 'mssante-envoi');
  const file = { name: 'bal.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(lines) };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByLabel('Essai à blanc', { exact: false }).uncheck();
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await page.getByText('1 créées').waitFor();
  await page.goto(`${world.origin}/mssante`);
  await judge(page, 'mssante-liste');
  expect(await page.getByRole('rowheader').allInnerTexts()).toEqual(['lot@beta.mssante.example']);
  await context.close();
});
