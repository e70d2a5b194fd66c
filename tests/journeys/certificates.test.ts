import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { certificates } from '../../src/modules/credentials/index.js';
import { type Administered, administered } from '../credentials/administered.js';
import { type PlatformDoor, platformDoor } from '../credentials/platform-door.js';
import { signingRequest } from '../credentials/signing-request.js';
import { judge, openBrowser } from '../support/browser.js';

let w: PlatformDoor;
let browser: Browser;
let clinic: Administered;

beforeAll(async () => {
  w = await platformDoor();
  clinic = await administered(w.ctx, '990000361');
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await w?.close();
});

async function signedIn(): Promise<{ page: Page; context: BrowserContext }> {
  const { token } = await openSession(w.ctx, { idNat: clinic.idNat });
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  await context.addCookies([{ name: 'esculape_session', value: token, url: w.origin }]);
  return { context, page: await context.newPage() };
}

it('leads a technical administrator from the help page to the three certificates of a kit, and to a revocation', async () => {
  const { page, context } = await signedIn();
  await page.goto(`${w.origin}/igc/plateforme`);
  await judge(page, 'igc-aide');
  await page.getByRole('link', { name: 'Commencer la commande' }).click();
  await judge(page, 'igc-structures');
  await page.getByRole('link', { name: clinic.structure.name }).click();
  // The session is that of a professional: it takes the role that opens the page.
  await page.getByRole('button', { name: /administrateur technique/i }).click();
  await page.goto(`${w.origin}/igc/plateforme/structures/${clinic.finess}`);
  await judge(page, 'igc-structure-vide');
  await page.getByRole('link', { name: 'Commander des certificats' }).click();
  await judge(page, 'igc-usage');
  await page.getByLabel('Logiciel ou serveur').fill('Ordo');
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByLabel('Demande collée').nth(0).fill(signingRequest('INSI-MANU'));
  await page.getByLabel('Demande collée').nth(1).fill('pas une demande');
  await page
    .getByRole('group', { name: 'Signer ce qui alimente le DMP' })
    .getByLabel('Clé faite par')
    .check();
  await page.getByLabel('Contacts').fill('si@clinique.example');
  await page.getByRole('button', { name: 'Commander' }).click();
  await page.getByText('ne se lit pas').first().waitFor();
  await judge(page, 'igc-commande-refus');
  await page.getByLabel('Demande collée').nth(1).fill(signingRequest('DMP-ORDO'));
  await page.getByRole('button', { name: 'Commander' }).click();
  await page.getByText('La commande est faite').waitFor();
  await judge(page, 'igc-a-retirer');
  await retrieveFirst(page);
  await page.getByRole('link', { name: 'Revenir au suivi' }).click();
  await retrieveKey(page);
  await revokeFirst(page);
  await page.getByRole('link', { name: 'Historique' }).click();
  await judge(page, 'igc-historique');
  await context.close();
});

async function retrieveFirst(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Retirer INSI-MANU AUTH_CLI' }).click();
  await page.getByLabel('Code de révocation').fill('un code long');
  await page.getByLabel('Le même code, encore').fill('un code court');
  await page.getByRole('button', { name: 'Retirer', exact: true }).click();
  await judge(page, 'igc-retrait-refus');
  await page.getByLabel('Code de révocation').fill('un code long');
  await page.getByLabel('Le même code, encore').fill('un code long');
  await page.getByLabel('J’accepte').check();
  await page.getByRole('button', { name: 'Retirer', exact: true }).click();
  await page.getByText('CN=INSI-MANU').waitFor();
  await judge(page, 'igc-retire');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Télécharger' }).click(),
  ]);
  const pem = await readFile(await file.path());
  expect(new X509Certificate(pem).subject).toContain('CN=INSI-MANU');
}

/** The key made here leaves as a file, at once. */
async function retrieveKey(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Retirer DMP-ORDO SIGN' }).click();
  await page.getByLabel('Code de révocation').fill('un code long');
  await page.getByLabel('Le même code, encore').fill('un code long');
  await page.getByLabel('Mot de passe du fichier').fill('un mot de passe long');
  await page.getByLabel('J’accepte').check();
  await judge(page, 'igc-retrait-cle');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Retirer', exact: true }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.p12$/);
  await page.goto(`${w.origin}/igc/plateforme/structures/${clinic.finess}`);
}

async function revokeFirst(page: Page): Promise<void> {
  await judge(page, 'igc-suivi');
  await page.getByRole('link', { name: 'INSI-MANU' }).click();
  await judge(page, 'igc-certificat');
  await page.getByRole('link', { name: 'Commander le suivant' }).click();
  await judge(page, 'igc-suivant');
  await page.goBack();
  await page.getByRole('link', { name: 'Révoquer' }).click();
  await page.getByLabel('Code de révocation').fill('au hasard');
  await page.getByRole('button', { name: 'Révoquer pour de bon' }).click();
  await page.getByText('n’est pas le bon').first().waitFor();
  await judge(page, 'igc-revoquer-refus');
  await page.getByLabel('Code de révocation').fill('un code long');
  await page.getByRole('button', { name: 'Révoquer pour de bon' }).click();
  await page.getByText('révoqué pour de bon').waitFor();
}

it('gives an external key once, for a server that renews its certificate by itself', async () => {
  const { page, context } = await signedIn();
  await page.goto(`${w.origin}/igc/plateforme/structures/${clinic.finess}/acme`);
  await page.getByRole('button', { name: /administrateur technique/i }).click();
  await page.goto(`${w.origin}/igc/plateforme/structures/${clinic.finess}/acme`);
  await judge(page, 'igc-acme-vide');
  await page.getByLabel('Serveur ou logiciel').fill('Serveur web');
  await page.getByLabel('Contacts').fill('si@clinique.example');
  await page.getByLabel('Code de révocation').fill('un code long');
  await page.getByRole('button', { name: 'Faire la clé' }).click();
  await judge(page, 'igc-acme-cle');
  await page.getByText('/acme/directory').first().waitFor();
  await page.getByRole('button', { name: 'Retirer la clé de Serveur web' }).click();
  await page.getByText('La clé externe est retirée').waitFor();
  await context.close();
});

it('says to whoever has no structure, or lacks a step, what to do and where', async () => {
  const { page, context } = await signedIn();
  const nobody = await openSession(w.ctx, { idNat: '899700690001' });
  await context.addCookies([{ name: 'esculape_session', value: nobody.token, url: w.origin }]);
  await page.goto(`${w.origin}/igc/plateforme/structures`);
  await page.getByText('Aucune structure à votre nom').waitFor();
  await judge(page, 'igc-aucune-structure');
  await context.close();
});

it('lets the legal representative revoke a certificate of the structure without its code', async () => {
  await certificates.issueCertificate(w.ctx, {
    ...{
      offer: 'ORG',
      usage: 'CONF',
      commonName: 'Archives',
      product: 'Archives',
      revocationCode: 'un code long',
    },
    bearer: { name: clinic.structure.name, nationalId: `1${clinic.finess}` },
  });
  const { token } = await openSession(w.ctx, { role: 'legal-representative', scope: clinic.structure.id });
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  await context.addCookies([{ name: 'esculape_session', value: token, url: w.origin }]);
  const page = await context.newPage();
  await page.goto(`${w.origin}/igc/plateforme`);
  await page.getByRole('link', { name: 'Révoquez un certificat' }).click();
  await judge(page, 'igc-revocations');
  await page.getByRole('link', { name: 'Révoquer Archives CONF' }).click();
  await judge(page, 'igc-revocation-sans-code');
  await page.getByRole('button', { name: 'Révoquer pour de bon' }).click();
  await page.getByText('révoqué pour de bon').waitFor();
  await context.close();
});
