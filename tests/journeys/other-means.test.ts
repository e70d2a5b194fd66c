import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { registerService } from '../../src/modules/identity-provider/index.js';
import { codeAt } from '../../src/modules/identity-provider/other-means/one-time-code.js';
import { messages } from '../../src/sandbox/inbox.js';
import { doctor, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { judge, openBrowser } from '../support/browser.js';
import { type ForeignService, foreignService } from '../support/foreign-service.js';

let t: TestApp;
let browser: Browser;
let service: ForeignService;
let story: Story;
let idNat: string;
let phone: { id: string };

beforeAll(async () => {
  t = await startTestApp();
  story = new Story(t.origin);
  ({ idNat } = await story.register('CNOM', doctor()));
  await t.settle();
  phone = await story.phone(idNat);
  service = await foreignService();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  service?.close();
  await t?.stop();
});

async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const { token } = await openSession(t.app.ctx, { idNat });
  await context.addCookies([{ name: 'esculape_session', value: token, url: t.origin }]);
  return context.newPage();
}

const signInAt = async (options: Parameters<typeof registerService>[1]['options'] = {}, level = true) => {
  const { clientId } = await registerService(t.app.ctx, {
    name: 'Dossier de soins',
    redirectUris: [service.back],
    options,
  });
  const url = service.signInAt(`${t.origin}/auth/realms/esante-wallet`, clientId);
  return level ? url : url.replace('&acr_values=eidas1', '');
};

/** A security key that Chromium plays: its holder is there and shows a finger. */
async function plugIn(page: Page): Promise<CDPSession> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'usb', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return cdp;
}

describe('a security key', () => {
  it('is bound from the portal, signs in without an identifier, and opens nothing once taken away', async () => {
    const page = await open();
    await plugIn(page);
    await page.goto(`${t.origin}/portail-psc/moyens`);
    await judge(page, 'moyens-aucun');
    await page.getByRole('link', { name: 'Lier une clé' }).click();
    await judge(page, 'moyens-cle');
    await page.getByLabel('Nom de la clé').fill('Trousseau');
    await page.getByRole('button', { name: 'Lier cette clé' }).click();
    await page.getByText('La clé est liée à votre identité').waitFor();
    await judge(page, 'moyens-cle-liee');

    const at = await signInAt();
    await page.goto(at);
    await page.getByRole('link', { name: 'Clé de sécurité' }).click();
    await judge(page, 'psc-cle');
    await page.getByRole('button', { name: 'Se connecter avec ma clé' }).click();
    await page.waitForURL(/retour\?code=/);

    await page.goto(`${t.origin}/portail-psc/moyens`);
    await page.getByRole('link', { name: 'Retirer Trousseau' }).click();
    await judge(page, 'moyens-retirer');
    await page.getByRole('button', { name: 'Retirer' }).click();
    await page.getByText('C’est retiré').waitFor();
    await page.goto(at.replace('state=', 'prompt=login&state='));
    await page.getByRole('link', { name: 'Clé de sécurité' }).click();
    await page.getByRole('button', { name: 'Se connecter avec ma clé' }).click();
    await page.getByText('n’a pas pu être vérifiée').waitFor();
    await judge(page, 'psc-cle-refusee');
    await page.context().close();
  });

  it('says what is missing without JavaScript, and the other means remain', async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.goto(await signInAt());
    await page.getByRole('link', { name: 'Clé de sécurité' }).click();
    await page.locator('noscript .alert').waitFor();
    await page.getByRole('link', { name: 'Application e-CPS' }).click();
    await page.getByLabel('Identifiant national').waitFor();
    await page.context().close();
  });
});

describe('codes', () => {
  it('are turned on from the portal by keyboard, and sign in where a service takes them, without JavaScript', async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.goto(`${t.origin}/portail-psc/moyens`);
    await page.getByRole('link', { name: 'Utiliser une application' }).click();
    await page.getByText('Ou tapez ce secret').waitFor();
    const letters = ((await page.textContent('main code')) ?? '').replaceAll(' ', '');
    const secret = fromBase32(letters);
    await page.getByLabel('Code que l’application affiche').fill(codeAt(secret, Date.now()));
    await page.keyboard.press('Enter');
    await page.getByText('Les codes de votre application sont activés').waitFor();
    await page.getByRole('button', { name: 'Recevoir des codes par SMS' }).click();
    await page.getByText('Les codes par SMS sont activés').waitFor();

    await page.goto(await signInAt({ acceptedMeans: ['ECPS', 'TOTP', 'SMS'] }, false));
    await page.getByRole('link', { name: 'Code', exact: true }).click();
    await page.getByLabel('Identifiant national').fill(idNat);
    await page.getByLabel('Code par SMS').check();
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.getByLabel('Code à six chiffres').fill('000000');
    await page.keyboard.press('Enter');
    await page.getByText('Ce code n’est pas le bon').first().waitFor();
    const [message] = await messages(t.app.database.db, undefined);
    await page.getByLabel('Code à six chiffres').fill(/\b(\d{6})\b/.exec(message?.text ?? '')?.[1] ?? '');
    await page.keyboard.press('Enter');
    await page.waitForURL(/retour\?code=/);
    await page.context().close();
  });

  it('have pages that everybody can use', async () => {
    const page = await open();
    await page.goto(`${t.origin}/portail-psc/moyens/application`);
    await judge(page, 'moyens-application');
    await page.goto(await signInAt({ acceptedMeans: ['TOTP', 'SMS'] }, false));
    await page.getByLabel('Identifiant national').waitFor();
    await judge(page, 'psc-code');
    await page.getByLabel('Identifiant national').fill(idNat);
    await page.keyboard.press('Enter');
    await page.getByLabel('Code à six chiffres').waitFor();
    await judge(page, 'psc-code-saisie');
    await page.context().close();
  });
});

describe('an account of an establishment', () => {
  it('is paired once with the e-CPS, then only confirmed; one factor at the hospital is refused', async () => {
    const page = await open();
    const at = await signInAt();
    await page.goto(at);
    await page.getByRole('link', { name: 'Délégation' }).click();
    await judge(page, 'psc-delegation');
    await page.getByRole('link', { name: /Centre hospitalier/ }).click();
    await judge(page, 'hopital');
    await page.getByLabel(/Mot de passe seul/).check();
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await page.getByText('deux facteurs').waitFor();
    await judge(page, 'psc-delegation-refus');
    await page.getByRole('link', { name: 'Recommencer' }).click();
    await page.getByRole('link', { name: /Centre hospitalier/ }).click();
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await page.getByText('Vous associez votre compte').waitFor();
    await judge(page, 'psc-appairage');
    await page.getByLabel('Identifiant national').fill(idNat);
    await page.keyboard.press('Enter');
    await page.waitForURL(/attente$/);
    await story.answer(phone.id);
    await page.getByRole('button', { name: 'Associer et continuer' }).waitFor();
    await judge(page, 'psc-associer');
    await page.getByRole('button', { name: 'Associer et continuer' }).click();
    await page.waitForURL(/retour\?code=/);

    await page.goto(`${at}&prompt=login&kc_idp_hint=CH-EXEMPLE`);
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await page.getByText('Est-ce bien vous').first().waitFor();
    await judge(page, 'psc-confirmer');
    await page.getByRole('button', { name: 'Confirmer' }).click();
    await page.waitForURL(/retour\?code=/);
    await page.goto(`${t.origin}/portail-psc/moyens`);
    await page.getByText('Centre hospitalier de l’Exemple').waitFor();
    await page.context().close();
  });
});

describe('the other pages of a sign-in', () => {
  it('ask for the equipment, and stop at a shared browser', async () => {
    const page = await open();
    const shared = await signInAt({ sharedWorkstation: true, pscOnly: true });
    await page.goto(shared);
    await page.getByRole('link', { name: 'Quel moyen avec mon équipement ?' }).click();
    await page.getByLabel('Une tablette seulement').check();
    await page.getByRole('button', { name: 'Voir le moyen qui convient' }).click();
    await page.getByRole('link', { name: 'Continuer avec mon e-CPS' }).waitFor();
    await judge(page, 'psc-equipement');
    await page.getByRole('link', { name: 'Continuer avec mon e-CPS' }).click();
    await page.getByLabel('Identifiant national').fill(idNat);
    await page.keyboard.press('Enter');
    await page.waitForURL(/attente$/);
    await story.answer(phone.id);
    await page.waitForURL(/retour\?code=/);
    await page.goto(shared);
    await page.getByText('Est-ce bien vous').first().waitFor();
    await judge(page, 'psc-poste-partage');
    await page.getByRole('button', { name: /changer de personne/ }).click();
    await page.getByLabel('Identifiant national').waitFor();
    await page.context().close();
  });
});

describe('the pages around', () => {
  it('show the button and its rules, and let the operator declare and close an establishment', async () => {
    const page = await open();
    await page.goto(`${t.origin}/portail-psc/bouton`);
    await judge(page, 'psc-bouton');
    expect((await fetch(`${t.origin}/portail-psc/bouton/clair.svg`)).headers.get('content-type')).toContain(
      'svg',
    );
    expect((await fetch(`${t.origin}/portail-psc/bouton/autre.svg`)).status).toBe(404);

    const { token } = await openSession(t.app.ctx, { role: 'operator' });
    await page.context().addCookies([{ name: 'esculape_session', value: token, url: t.origin }]);
    await page.goto(`${t.origin}/exploitation/delegation`);
    await judge(page, 'exploitation-delegation');
    await page.getByRole('link', { name: 'Déclarer un établissement' }).click();
    await page.getByRole('button', { name: 'Enregistrer et ouvrir' }).click();
    await page.getByText('Donnez au moins une combinaison').first().waitFor();
    await judge(page, 'exploitation-delegation-refus');
    await page.getByLabel('Code', { exact: false }).first().fill('CH-DEUX');
    await page.getByLabel('Nom de l’établissement').fill('Second hôpital');
    await page.getByLabel('Émetteur').fill('https://identites.hopital-deux.example');
    await page.getByLabel('Identifiant de Pro Santé Connect').fill('psc');
    await page.getByLabel('Secret').fill('un-secret-assez-long');
    await page.getByLabel('Méthodes acceptées').fill('sc pin mfa');
    await page.getByRole('button', { name: 'Enregistrer et ouvrir' }).click();
    await page.getByRole('link', { name: 'Second hôpital' }).click();
    await judge(page, 'exploitation-delegation-un');
    await page.getByLabel('Motif').fill('essai');
    await page.getByRole('button', { name: 'Fermer cet établissement' }).click();
    await page.getByText('ne connectent plus personne').waitFor();
    await page.context().close();
  });
});

function fromBase32(letters: string): Buffer {
  const bits = [...letters].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
