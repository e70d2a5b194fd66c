import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSession, SESSION_COOKIE } from '../../src/modules/access/index.js';
import { changeMember, registerMember } from '../../src/modules/authorities/index.js';
import { receive } from '../../src/modules/registry/index.js';
import { createPractice } from '../../src/modules/structures/index.js';
import { as } from '../../src/platform/context.js';
import { doctor } from '../registry/people.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { judge, openBrowser, screenshot } from '../support/browser.js';

let t: TestApp;
let browser: Browser;
let idNat: string;
let memberId: string;

beforeAll(async () => {
  t = await startTestApp();
  browser = await openBrowser();
  const practice = await createPractice(t.app.ctx, {
    name: 'Cabinet médical du Parc',
    sector: 'SA07',
    address: {
      streetNumber: '12',
      streetType: 'RUE',
      street: 'des Tilleuls',
      postcode: '69003',
      commune: '69383',
      communeName: 'LYON',
    },
  });
  const registration = doctor(7, {
    correspondence: {
      mail: 'lea.epreuve@ordre.example',
      mobile: { e164: '+33639980007', original: '06 39 98 00 07', source: 'CNOM' },
    },
  });
  const { record } = registration;
  const exercises = record.exercises.map((exercise) => ({
    ...exercise,
    activities: exercise.activities.map((activity) => ({ ...activity, structure: practice.id })),
  }));
  ({ memberId } = await registerMember(as(t.app.ctx, 'agent:essai'), {
    ...registration,
    record: { ...record, exercises },
  }));
  const [outcome] = await receive(t.app.ctx, [memberId]);
  if (outcome?.status !== 'received') throw new Error(`not received: ${JSON.stringify(outcome)}`);
  idNat = outcome.idNat;
  await t.settle();
});
afterAll(async () => {
  await browser?.close();
  await t?.stop();
});

async function visitor(who?: Parameters<typeof openSession>[1]): Promise<Page> {
  const context = await browser.newContext();
  if (who) {
    const { token } = await openSession(t.app.ctx, who);
    await context.addCookies([{ name: SESSION_COOKIE, value: token, url: t.origin }]);
  }
  return context.newPage();
}

it('finds a doctor in Lyon from the search form, opens her page and prints it', async () => {
  const page = await visitor();
  await page.goto(`${t.origin}/annuaire`);
  await judge(page, 'annuaire');
  await page.getByLabel('Nom, métier, lieu ou numéro').fill('epreuve');
  await page.getByLabel('Profession').selectOption('10');
  await page.getByLabel('Lieu d’exercice').fill('Lyon');
  await page.getByRole('button', { name: 'Rechercher' }).click();
  await judge(page, 'annuaire-trouve');
  await page.getByRole('link', { name: /ÉPREUVE-H/ }).click();
  await page.getByRole('heading', { name: 'Cabinet médical du Parc' }).waitFor();
  await judge(page, 'annuaire-personne');
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('navigation').filter({ visible: true }).count()).toBe(0);
  await screenshot(page, 'annuaire-personne-imprimee');
  await page.emulateMedia({ media: 'screen' });
  await page.goto(`${t.origin}/annuaire?q=epreuve&lieu=Brest`);
  await judge(page, 'annuaire-vide');
  await page.getByRole('link', { name: 'Chercher sans le lieu' }).click();
  expect(await page.getByRole('link', { name: /ÉPREUVE-H/ }).count()).toBe(1);
});

it('understands one box, a misspelt name included, and opens the page of the place of practice', async () => {
  const page = await visitor();
  await page.goto(`${t.origin}/annuaire`);
  await page.getByLabel('Nom, métier, lieu ou numéro').fill('epruve généraliste lyon');
  await page.getByRole('button', { name: 'Rechercher' }).click();
  await page.getByText('Orthographe voisine').waitFor();
  await judge(page, 'annuaire-orthographe');
  await page.getByRole('link', { name: 'Retirer Savoir-faire : Généraliste' }).click();
  expect(await page.getByRole('link', { name: /ÉPREUVE-H/ }).count()).toBe(1);
  await page.getByRole('link', { name: /ÉPREUVE-H/ }).click();
  await page.getByRole('link', { name: 'Cabinet médical du Parc' }).click();
  await page.getByRole('heading', { name: 'Cabinet médical du Parc' }).waitFor();
  await judge(page, 'annuaire-structure');
  await page.getByRole('link', { name: 'Les professionnels de cette structure' }).click();
  expect(await page.getByRole('link', { name: /ÉPREUVE-H/ }).count()).toBe(1);
});

it('shows a doctor her own data, and how a change of hers travels', async () => {
  const page = await visitor({ idNat });
  await page.goto(`${t.origin}/annuaire/compte`);
  await judge(page, 'annuaire-compte');
  await changeMember(as(t.app.ctx, `person:${idNat}`), {
    memberId,
    change: { correspondence: { mail: 'lea.neuve@ordre.example' } },
    act: 'member',
  });
  await t.settle();
  await page.goto(`${t.origin}/suivi`);
  await page.getByText('lea.neuve@ordre.example').first().waitFor();
  await judge(page, 'suivi');
});

it('lets the support follow a person, contacts masked, and the CPAM read the register', async () => {
  const support = await visitor({ role: 'support' });
  await support.goto(`${t.origin}/suivi/${idNat}`);
  await judge(support, 'suivi-motif');
  await support.getByLabel('Motif').fill('Appel du professionnel');
  await support.getByRole('button', { name: 'Voir le suivi' }).click();
  await support.getByText('l•••••@•••.example').first().waitFor();
  await judge(support, 'suivi-support');
  const cpam = await visitor({ role: 'cpam' });
  await cpam.goto(`${t.origin}/rpps`);
  await cpam.getByLabel('Numéro, ou nom et prénom').fill('epreuve');
  await cpam.getByRole('button', { name: 'Rechercher' }).click();
  await judge(cpam, 'rpps');
  await cpam.getByRole('link', { name: idNat }).click();
  await cpam.getByRole('table').waitFor();
  await judge(cpam, 'rpps-dossier');
});
