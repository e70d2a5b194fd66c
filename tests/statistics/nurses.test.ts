import { afterAll, beforeAll, expect, it } from 'vitest';
import { countPopulation, nurseCounts } from '../../src/modules/directory/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { judge, openBrowser } from '../support/browser.js';

let t: TestApp;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t?.stop());

const make = (total: unknown) =>
  fetch(`${t.origin}/sandbox/api/nurses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ total }),
  });

it('S0-22 counts nurses by card, ordre and mode in the proportions that were made, and tells of nobody apart', async () => {
  for (const faulty of [0, 501, 'cent']) expect((await make(faulty)).status).toBe(422);
  const made = await make(70);
  expect(made.status).toBe(201);
  const nurses = (await made.json()) as { idNat: string; enrolled: boolean; card: boolean }[];
  expect(nurses).toHaveLength(70);
  expect(new Set(nurses.map(({ idNat, enrolled }) => `${idNat[0]}${enrolled}`))).toEqual(
    new Set(['8true', '0false']),
  );
  await t.settle();
  expect(await countPopulation(t.app.ctx)).toBe(true);
  const line = (card: boolean, enrolled: boolean, mode: string, people: unknown) => ({
    card,
    enrolled,
    mode,
    people,
  });
  expect(await nurseCounts(t.app.ctx)).toEqual([
    line(true, true, 'L', 10),
    line(true, true, 'S', 5),
    // One alone: no number at all.
    line(true, false, 'L', 'few'),
    line(true, false, 'S', 5),
    line(false, true, 'S', 20),
    line(false, false, 'S', 25),
  ]);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    await page.goto(`${t.origin}/statistiques/infirmiers`);
    const text = (await page.textContent('main'))?.replaceAll('\u00a0', ' ') ?? '';
    for (const shown of ['Avec carte', 'Non inscrits', 'moins de 5', '120 000 libéraux'])
      expect(text).toContain(shown);
    await judge(page, 'statistiques-infirmiers');
  } finally {
    await browser.close();
  }
});
