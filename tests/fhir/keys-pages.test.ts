import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { judge, openBrowser } from '../support/browser.js';
import { startDoor, type TestDoor } from '../support/door.js';

let world: TestDoor;
let browser: Browser;

beforeAll(async () => {
  [world, browser] = await Promise.all([startDoor(['/annuaire', '/exploitation']), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

async function openAs(role: 'integrator' | 'operator') {
  const { token: value } = await openSession(world.ctx, { role });
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  await context.addCookies([{ name: 'esculape_session', value, url: world.origin }]);
  return context.newPage();
}

it('an integrator makes, changes and takes back a key by hand, and the operator governs it', async () => {
  const page = await openAs('integrator');
  await page.goto(`${world.origin}/annuaire/cles`);
  await page.getByLabel('Nom de l’application').fill('Agenda, recette');
  await page.getByRole('button', { name: 'Créer la clé' }).click();
  await page.getByText('Elle n’est montrée que cette fois').waitFor();
  await judge(page, 'cles-nouvelle');
  await page.getByRole('button', { name: 'Créer une nouvelle clé' }).click();
  await page.getByText('Jusqu’au').waitFor();
  await page.getByRole('button', { name: 'Retirer' }).first().click();
  await page.getByText('Ne vaut plus', { exact: true }).waitFor();
  await judge(page, 'cles-application');
  await page.goto(`${world.origin}/annuaire/cles`);
  await judge(page, 'cles');
  const operator = await openAs('operator');
  await operator.goto(`${world.origin}/exploitation/cles`);
  await judge(operator, 'exploitation-cles');
  await operator.getByRole('link', { name: 'Agenda, recette' }).click();
  await operator.getByLabel('Appels par minute').fill('500');
  await operator.getByLabel('Motif').first().fill('Recette');
  await operator.getByRole('button', { name: 'Changer' }).click();
  await operator.getByText('inscrit au journal').waitFor();
  expect(await operator.textContent('body')).toContain('500');
  await judge(operator, 'exploitation-cles-application');
});
