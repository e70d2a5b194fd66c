import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { makeMember, type TestMember } from '../portals/members.js';
import { type PortalApp, startPortals } from '../portals/portal-app.js';
import { judge, openBrowser } from '../support/browser.js';

describe('the pages of the portals in a browser', () => {
  let app: PortalApp;
  let browser: Browser;
  let doctor: TestMember;

  beforeAll(async () => {
    app = await startPortals();
    browser = await openBrowser();
    doctor = await makeMember(app.ctx, 'CNOM', 1);
  });
  afterAll(async () => {
    await browser?.close();
    await app.stop();
  });

  const contextOf = async (cookie?: string): Promise<BrowserContext> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const [name = '', value = ''] = cookie?.split('=') ?? [];
    if (cookie) await context.addCookies([{ name, value, url: app.origin }]);
    return context;
  };
  it('let a member sign in by mail and SMS, correct a mistake and save, then sign out', async () => {
    const context = await contextOf();
    const page = await context.newPage();
    await page.goto(`${app.origin}/ordres`);
    await judge(page, 'ordres-liste');
    await page.getByRole('link', { name: 'Mon espace' }).click();
    await judge(page, 'ordres-accueil');
    await page.getByLabel('Numéro RPPS').fill(doctor.rpps);
    await page.getByRole('button', { name: 'Recevoir un lien' }).click();
    await judge(page, 'ordres-lien-envoye');
    await app.runJobs();
    await page.goto(/http\S+\/lien\/\S+/.exec(app.mails.at(-1)?.text ?? '')?.[0] ?? '');
    await page.getByRole('button', { name: 'Recevoir le code' }).click();
    await judge(page, 'ordres-code');
    await page.getByLabel('Code à six chiffres').fill(/\d{6}/.exec(app.texts.at(-1)?.text ?? '')?.[0] ?? '');
    await page.getByRole('button', { name: 'Se connecter' }).click();

    await page.getByLabel('Téléphone mobile').fill('01');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await judge(page, 'ordres-coordonnees-erreur');
    await page.getByLabel('Téléphone mobile').fill('06 39 98 12 34');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('Coordonnées enregistrées').waitFor();
    await judge(page, 'ordres-coordonnees');
    await page.getByRole('button', { name: 'Annuler la dernière' }).click();
    await page.getByText('Modification annulée').first().waitFor();
    await page.getByRole('link', { name: 'Mon dossier' }).click();
    await judge(page, 'ordres-dossier');
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await page.getByText('Votre session est fermée').waitFor();
    await judge(page, 'ordres-deconnecte');
    await page.goto(`${app.origin}/connexion`);
    await judge(page, 'ordres-connexion');
    await context.close();
  });

  it('let an agent write an application, take it up and validate it', async () => {
    const context = await contextOf(await app.cookieOf({ role: 'agent', scope: 'CNOM' }));
    const page = await context.newPage();
    await page.goto(`${app.origin}/ordres/cnom/agents`);
    await judge(page, 'ordres-agents-vide');
    await page.getByRole('link', { name: 'Nouvelle inscription' }).click();
    await page.getByRole('button', { name: 'Déposer la demande' }).click();
    await judge(page, 'ordres-inscription-erreurs');
    await page.getByLabel('Nom de naissance').fill('Essai');
    await page.getByLabel('Prénoms').fill('Ada, Marie');
    await page.getByLabel('Féminin').check();
    await page.getByLabel('Date de naissance').fill('1990-02-03');
    await page.getByLabel('Commune de naissance').fill('Rennes');
    await page.getByLabel('Code postal de cette commune').fill('35000');
    await page.getByLabel('Profession').selectOption('10:C');
    await page.getByLabel('Courriel').fill('ada@membre.example');
    await page.getByLabel('Téléphone mobile').fill('06 39 98 00 55');
    await page.getByRole('button', { name: 'Déposer la demande' }).click();
    await page.getByRole('button', { name: 'Commencer l’instruction' }).click();
    await page.getByRole('button', { name: 'Valider l’inscription' }).click();
    await judge(page, 'ordres-dossier-agent');
    await page.getByLabel('Pièce', { exact: true }).selectOption('Passeport');
    await page.getByLabel('Quatre derniers').fill('12AB');
    await page.getByLabel('Vue le').fill('2026-01-05');
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await page.getByRole('button', { name: 'Valider l’inscription' }).click();
    await page.getByText('Inscription validée.').waitFor();
    await judge(page, 'ordres-dossier-valide');
    await page.goto(`${app.origin}/ordres/cnom/agents/membres`);
    await judge(page, 'ordres-membres');
    await page.getByRole('link', { name: 'PORTAIL' }).first().click();
    await judge(page, 'ordres-membre');
    await context.close();
  });
});
