import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { cards } from '../../src/modules/credentials/index.js';
import { upsertStructures } from '../../src/modules/structures/index.js';
import { moveClock } from '../../src/sandbox/api/clock.js';
import type { SandboxCard } from '../../src/sandbox/cards.js';
import { ADDRESS } from '../credentials/cards-world.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { judge, openBrowser } from '../support/browser.js';

let t: TestApp;
let browser: Browser;

const HOSPITAL = 'F990900001';

beforeAll(async () => {
  t = await startTestApp();
  await upsertStructures(t.app.ctx, [
    {
      ...{ id: HOSPITAL, nationalId: '1990900001', finess: '990900001', kind: 'EJ' },
      ...{ name: 'CENTRE HOSPITALIER DE LA FICTION', address: ADDRESS },
    },
  ]);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await t?.stop();
});

const SIZE = { width: 1200, height: 900 };

async function signedIn(who: Parameters<typeof openSession>[1]): Promise<Page> {
  const { token } = await openSession(t.app.ctx, who);
  const context = await browser.newContext({ viewport: SIZE });
  await context.addCookies([{ name: 'esculape_session', value: token, url: t.origin }]);
  return context.newPage();
}

/** A workstation whose reader holds the card; it is before `path`, signed in with Pro Santé Connect by that card. */
async function atReader(card: SandboxCard, path: string): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    viewport: SIZE,
    ignoreHTTPSErrors: true,
    clientCertificates: [
      { origin: t.app.config.cardOrigin, pfx: Buffer.from(card.pkcs12, 'base64'), passphrase: card.password },
    ],
  });
  const page = await context.newPage();
  await page.goto(`${t.origin}/connexion/psc?retour=${encodeURIComponent(path)}`);
  await page.getByRole('link', { name: 'Carte', exact: true }).click();
  await page.getByRole('link', { name: 'Se connecter avec ma carte' }).click();
  await page.getByLabel('Code à quatre chiffres').fill(card.pin);
  await page.getByRole('button', { name: 'Valider' }).click();
  await page.waitForURL(`${t.origin}/**`);
  return page;
}

async function cardOf(idNat: string): Promise<SandboxCard> {
  const answer = await fetch(`${t.origin}/sandbox/api/cards`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ idNat, type: 'CPE' }),
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  return (await answer.json()) as SandboxCard;
}

const bearerOf = async (familyName: string): Promise<string> =>
  (await cards.ordersOf(t.app.ctx, { structures: [HOSPITAL] })).find((one) => one.familyName === familyName)
    ?.idNat ?? '';

it('lets a director without any means ask for the contract, and an operator decide on the evidence', async () => {
  const context = await browser.newContext({ viewport: SIZE });
  const page = await context.newPage();
  await page.goto(`${t.origin}/formulaires`);
  await judge(page, 'formulaires');
  await page.getByRole('link', { name: /^F101/ }).click();
  await page.getByRole('button', { name: 'Envoyer le formulaire' }).click();
  await page.getByText('Il reste').first().waitFor();
  await judge(page, 'formulaire-f101');
  const file = join(mkdtempSync(join(tmpdir(), 'esculape-acte-')), 'acte.pdf');
  writeFileSync(file, '%PDF-1.4 acte de nomination');
  for (const [label, value] of [
    ['Numéro FINESS ou SIRET de la structure', '990900001'],
    ['Prénom', 'Dominique'],
    ['Nom d’exercice', 'Directrice'],
    ['Fonction', 'Directrice générale'],
    ['Courriel', 'direction@fiction.example'],
  ] as const)
    await page.getByLabel(label).fill(value);
  await page.getByLabel('Acte qui vous nomme', { exact: true }).selectOption('nomination');
  await page.getByLabel('Le contrat signé est joint').check();
  await page.getByLabel('Acte qui vous nomme, et contrat').setInputFiles(file);
  await page.getByRole('button', { name: 'Envoyer le formulaire' }).click();
  await page.waitForURL(/copie\/F101-/);
  await judge(page, 'formulaire-copie');

  const operator = await signedIn({ role: 'operator' });
  await operator.goto(`${t.origin}/exploitation/contrats`);
  await judge(operator, 'exploitation-contrats');
  await operator.getByRole('link', { name: /^F101-/ }).click();
  await operator.getByRole('button', { name: 'Accepter' }).waitFor();
  await judge(operator, 'exploitation-contrat');
  await operator.getByRole('button', { name: 'Accepter' }).click();
  await operator.getByText('La demande est acceptée').waitFor();
  await page.reload();
  await page.getByText('CA-00000001').waitFor();
  await Promise.all([context.close(), operator.context().close()]);
});

it('lets the legal representative see his contract, name a mandataire and choose who acts', async () => {
  await t.settle();
  const page = await signedIn({ idNat: await bearerOf('Directrice'), name: 'Dominique Directrice' });
  await page.goto(`${t.origin}/mes-habilitations`);
  await judge(page, 'mes-habilitations');
  await page.getByRole('button', { name: 'Agir en tant que représentant légal' }).click();
  await page.waitForURL(/mes-habilitations\/structure/);
  await judge(page, 'mes-habilitations-structure');
  await page.getByRole('link', { name: 'Contrat', exact: true }).click();
  await page.getByRole('heading', { name: 'Contrat de la structure' }).waitFor();
  await judge(page, 'mes-habilitations-contrat');
  await page.getByRole('link', { name: 'Structures tierces', exact: true }).click();
  await page.getByRole('button', { name: 'Activer notre structure' }).click();
  await page.getByText('peut être choisie').waitFor();
  await judge(page, 'mes-habilitations-tierces');
  await page.goto(`${t.origin}/mes-habilitations/structure/ajout`);
  await judge(page, 'mes-habilitations-ajout');
  for (const form of ['f301', 'f420', 'f502']) {
    await page.goto(`${t.origin}/formulaires/${form}`);
    await judge(page, `formulaire-${form}`);
  }
  await page.getByLabel('Prénom').fill('Alix');
  await page.getByLabel('Nom d’exercice').fill('Mandataire');
  await page.getByRole('button', { name: 'Envoyer le formulaire' }).click();
  await page.waitForURL(/copie\/F502-/);
  await page.goto(`${t.origin}/mes-habilitations/structure`);
  await page
    .getByRole('row', { name: /Alix Mandataire/ })
    .getByRole('link', { name: 'Retirer' })
    .click();
  await judge(page, 'mes-habilitations-retrait');
  await page.context().close();
});

it('opens TOM to the card of the mandataire, by the one page of roles, and to no ordinary CPE', async () => {
  await t.settle();
  const page = await atReader(await cardOf(await bearerOf('Mandataire')), '/tom');
  await page.getByRole('heading', { name: 'Agir en tant que' }).waitFor();
  await judge(page, 'agir-en-tant-que');
  await page.getByRole('button', { name: /Mandataire d’une structure/ }).click();
  await page.getByRole('heading', { name: 'Cartes de la structure' }).waitFor();
  await page.getByRole('link', { name: 'Commander une carte' }).click();
  await page.getByRole('heading', { name: 'Commander une carte' }).waitFor();
  await judge(page, 'tom-commande');
  await page.getByLabel('Prénom').fill('Sacha');
  await page.getByLabel('Nom, ou nom du service').fill('Secrétaire');
  await page.getByRole('button', { name: 'Commander la carte' }).click();
  await page.getByText('La carte est commandée').waitFor();
  await judge(page, 'tom-parc');
  await page.getByRole('button', { name: /Suivre\s: Secrétaire/ }).click();
  await page.getByRole('heading', { name: 'Une commande' }).waitFor();
  await judge(page, 'tom-commande-suivie');
  await page.getByRole('link', { name: 'Envoi d’un fichier' }).click();
  await page
    .getByLabel('Ou les lignes')
    .fill('action;prenom;nom\ncommander;Lou;Nouvelle\ncommander;Sacha;Secrétaire');
  await page.getByRole('button', { name: 'Juger les lignes' }).click();
  await page.getByText('1 ligne passerait').waitFor();
  await judge(page, 'tom-fichier-a-blanc');
  await page.getByRole('button', { name: 'Faire 1 ligne' }).click();
  await page.getByText('1 ligne faite, 1 refusée').waitFor();
  await page.getByRole('link', { name: 'Moyens à commander' }).click();
  await page.getByRole('heading', { name: 'Moyens à commander' }).waitFor();
  await judge(page, 'tom-a-equiper');
  await page.context().close();

  await t.settle();
  const ordinary = await atReader(await cardOf(await bearerOf('Secrétaire')), '/tom');
  await ordinary.getByText('ne vous est pas ouverte').first().waitFor();
  await ordinary.context().close();
});

it('shows a card of the park, and asks before an opposition', async () => {
  await moveClock(t.app, new Date(t.app.clock.now().getTime() + 9 * 86_400_000));
  const page = await signedIn({ role: 'mandataire', scope: HOSPITAL });
  await page.goto(`${t.origin}/sandbox/connexion`);
  await judge(page, 'sandbox-se-connecter');
  await page.goto(`${t.origin}/tom`);
  await page.getByRole('button', { name: /départ\s: Nouvelle Lou/ }).click();
  await page.getByRole('heading', { name: 'Une carte du parc' }).waitFor();
  await judge(page, 'tom-carte');
  await page.getByRole('button', { name: 'Déclarer un incident' }).click();
  await page.getByText('Qu’est-il arrivé').waitFor();
  await judge(page, 'tom-incident');
  await page.getByLabel('Fin d’activité').check();
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByText('Une opposition ne se défait pas').waitFor();
  await judge(page, 'tom-incident-confirmation');
  await page.getByRole('button', { name: 'Déclarer l’incident' }).click();
  await page.getByText('La carte est en opposition').waitFor();
  await page.context().close();
});
