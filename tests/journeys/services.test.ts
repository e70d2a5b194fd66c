import { sql } from 'kysely';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countSignIns } from '../../src/modules/identity-provider/index.js';
import { measureAvailability } from '../../src/modules/tracking/index.js';
import { messages } from '../../src/sandbox/inbox.js';
import { doctor, type Registered, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { judge, openBrowser } from '../support/browser.js';
import { type ForeignService, foreignService } from '../support/foreign-service.js';

const MAIL = 'dominique@editeur.example';

let running: TestApp;
let browser: Browser;
let story: Story;
let person: Registered;
let foreign: ForeignService;
let context: BrowserContext;
let page: Page;
let clientId = '';

beforeAll(async () => {
  running = await startTestApp();
  [browser, foreign] = [await openBrowser(), await foreignService()];
  story = new Story(running.origin);
  person = await story.register('CNOM', doctor());
  await running.settle();
  context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  page = await context.newPage();
});
afterAll(async () => {
  await browser?.close();
  foreign?.close();
  await running?.stop();
});

const go = (path: string) => page.goto(running.origin + path);
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

it('takes an integrator from a mail to a declared service and its secret', async () => {
  await go('/services');
  await judge(page, 'services');
  await page.getByRole('link', { name: 'Raccorder un service' }).click();
  await press('Recevoir le lien');
  await page.getByText('Une adresse de courriel est attendue').first().waitFor();
  await judge(page, 'services-compte-refus');
  await page.getByLabel('Adresse de courriel').fill(MAIL);
  await press('Recevoir le lien');
  await page.getByText('Un courriel est en route').first().waitFor();
  const [mail] = await messages(running.app.database.db, MAIL, 1);
  await page.goto(/http\S+\/lien\/\S+/.exec(mail?.text ?? '')?.[0] ?? '');
  await judge(page, 'services-lien');
  await press('Se connecter');
  await page.getByRole('link', { name: 'Déclarer un premier service' }).waitFor();
  await judge(page, 'services-vide');
  await page.getByRole('link', { name: 'Déclarer un premier service' }).click();
  await page.getByLabel('Nom du service').fill('Carnet de garde');
  await page.getByLabel('Adresses de retour').fill('http://*.example/cb');
  await page.getByText('pas de joker').waitFor();
  await page.locator('summary').click();
  await judge(page, 'services-dossier');
  await press('Enregistrer');
  await page.getByText('À compléter avant l’envoi').first().waitFor();
  await judge(page, 'services-a-completer');
  await page.getByRole('link', { name: 'Modifier le dossier' }).click();
  await judge(page, 'services-fautes');
  for (const [label, value] of [
    ['Adresses de retour', foreign.back],
    ['À quoi il sert', 'Savoir qui est de garde, et où.'],
    ['Organisation', 'Éditeur Exemple'],
    ['Responsable du service', 'Dominique Exemple'],
    ['Contact technique', MAIL],
    ['Contact fonctionnel', MAIL],
  ] as const)
    await page.getByLabel(label).fill(value);
  await page.getByLabel('PKCE est obligatoire').uncheck();
  await press('Enregistrer');
  await press('Raccorder');
  await page.getByText('Le service est raccordé').first().waitFor();
  await press('Donner le secret');
  await page.getByText('montré cette seule fois').first().waitFor();
  await judge(page, 'services-secret');
  clientId = (await page.locator('dd code').nth(1).textContent()) ?? '';
  await page.reload();
  expect(await page.getByText('montré cette seule fois').count()).toBe(0);
});

it('shows the integrator who signed in, by what, and what failed', async () => {
  const { id: phone } = await story.phone(person.idNat);
  const visitor = await (await browser.newContext()).newPage();
  for (const decision of ['refuse', 'approve'] as const) {
    await visitor.goto(foreign.signInAt(story.issuer, clientId));
    await visitor.locator('input[name=idNat]').fill(person.idNat);
    await visitor.getByRole('button', { name: /e-CPS/ }).click();
    await visitor.locator('h1').waitFor();
    await expect
      .poll(() =>
        story.answer(phone, decision).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await visitor
      .getByText(decision === 'refuse' ? 'Vous n’êtes pas connecté' : 'Bienvenue')
      .first()
      .waitFor();
  }
  await sql`insert into identity_provider.visits (account_id, client_id, sid, means, silent)
    select gen_random_uuid(), ${clientId}, 'sid' || n, case when n < 8 then 'MOBILE' else 'CARD' end, n % 2 = 0
    from generate_series(1, 12) n`.execute(running.app.database.db);
  await countSignIns(running.app.ctx);
  await go('/services/raccordement');
  await page.getByRole('link', { name: 'Carnet de garde' }).click();
  await page.getByRole('link', { name: 'Activité' }).click();
  await page.getByText('Refusée sur le téléphone').first().waitFor();
  await judge(page, 'services-activite');
  await go('/services/deploiement');
  await judge(page, 'services-deploiement');
});

it('carries a question to the support and its answer back', async () => {
  await go('/services/support');

  await press('Envoyer la question');
  await page.getByText('Écrivez votre message').first().waitFor();
  await judge(page, 'services-support-refus');
  await page.getByLabel('Sujet').fill('Quel acr demander ?');
  await page.getByLabel('Votre message').fill('Notre bibliothèque n’en envoie aucun.');
  await press('Envoyer la question');
  await page.getByText('Votre demande porte le numéro').waitFor();
  await judge(page, 'services-demande');
  const operator = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage();
  const value = await story.bearer('operator');
  await operator.context().addCookies([{ name: 'esculape_session', value, url: running.origin }]);
  // A sandbox decides by itself; what an operator decides on in production is put here by hand.
  await sql`update identity_provider.declarations set state = 'submitted', submitted_at = now(),
    asked = jsonb_set(asked, '{name}', '"Carnet de garde et d’astreinte"') where client_id = ${clientId}`.execute(
    running.app.database.db,
  );
  await operator.goto(`${running.origin}/exploitation/services`);
  await judge(operator, 'exploitation-services');
  await operator.getByRole('link', { name: 'Carnet de garde et d’astreinte' }).click();
  await operator.getByRole('button', { name: 'Refuser' }).click();
  await operator.getByText('Dites pourquoi').first().waitFor();
  await judge(operator, 'exploitation-services-decision');
  await operator.getByRole('button', { name: 'Accepter' }).click();
  await operator.getByText('Le service est raccordé').first().waitFor();
  await operator.getByRole('link', { name: 'Quel acr demander ?' }).click();
  await judge(operator, 'exploitation-services-demande');
  await operator.getByLabel('Votre réponse').fill('eidas1, toujours.');
  await operator.getByRole('button', { name: 'Répondre' }).click();
  await operator.getByText('Votre réponse est partie').first().waitFor();
  await operator.goto(`${running.origin}/exploitation/services/entrees`);
  await judge(operator, 'exploitation-services-entrees');
  await operator.goto(`${running.origin}/exploitation/services/activite`);
  await judge(operator, 'exploitation-services-activite');
  await operator.context().close();
  await page.reload();
  await page.getByText('eidas1, toujours.').first().waitFor();
  await go('/services/support');
  await judge(page, 'services-support');
  await go('/services/raccordement');
  await judge(page, 'services-liste');
  await page.getByRole('link', { name: 'Carnet de garde et d’astreinte' }).click();
  await page.getByRole('link', { name: 'Fermer le service' }).click();
  await judge(page, 'services-fermer');
});

it('opens to anybody: catalogue, compliance, security, state, guide and examples', async () => {
  await measureAvailability(running.app.ctx);
  const stranger = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  page = await stranger.newPage();
  const paths = ['services/catalogue', 'services/conformite', 'services/securite', 'services/etat'].concat(
    ['documentation', 'documentation/guide', 'documentation/versions', 'documentation/exemples'],
    ['documentation/exemples/openid-client'],
  );
  for (const path of paths) {
    expect((await go(`/${path}`))?.status()).toBe(200);
    await judge(page, path.replaceAll('/', '-'));
  }
  await go('/services/catalogue?q=garde');
  await page.getByRole('link', { name: 'Carnet de garde' }).click();
  await judge(page, 'services-fiche');
});
