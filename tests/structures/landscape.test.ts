import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hospitalGroups,
  importFiness,
  structureByFiness,
  structureCounts,
} from '../../src/modules/structures/index.js';
import { generateNation } from '../../src/sandbox/nation/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { judge, openBrowser } from '../support/browser.js';

/** The landscape of the slides, beside what the page tells. */
const COUNTED = [
  ['Établissements hospitaliers', 3000],
  ['Pharmacies', 20_000],
  ['Centres de santé', 2000],
  ['Laboratoires de biologie médicale', 4000],
  ['Structures médico-sociales', 35_000],
] as const;
const french = new Intl.NumberFormat('fr-FR');

describe('the structures of the whole country', () => {
  const folder = mkdtempSync(join(tmpdir(), 'esculape-landscape-'));
  let running: TestApp;
  const ctx = () => running.app.ctx;
  const page = async () => {
    const answer = await fetch(`${running.origin}/statistiques/structures`);
    return [answer.status, await answer.text()] as const;
  };
  const load = (name: string) =>
    importFiness(ctx(), running.app.databaseUrl, { path: join(folder, name), rejectsIn: folder });

  beforeAll(async () => {
    running = await startTestApp();
    const files = ['finess', 'finess-plus'] as const;
    generateNation({ people: 1, structures: 103_000, seed: 5, days: 1, folder, files });
  });
  afterAll(async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells a visitor that nothing is known before the first file', async () => {
    const [status, text] = await page();
    expect(status).toBe(200);
    expect(text).toContain('Aucune structure n’est encore connue');
  });

  // A file of 85 MB.
  it('S4-01 counts 3,000 hospitals, 900 of them in 135 GHT, and puts nothing else in a GHT', async () => {
    const outcome = await load('finess-structures-20260105-0245.json');
    expect(outcome.state).toBe('applied');
    const groups = await hospitalGroups(ctx());
    expect(groups).toHaveLength(135);
    expect(groups.reduce((sum, one) => sum + one.establishments, 0)).toBe(900);
    expect(groups.filter(({ support }) => support === undefined)).toEqual([]);
    const support = await structureByFiness(ctx(), groups[0]?.support?.id.slice(1) ?? '');
    expect(support).toMatchObject({ kind: 'EJ', group: { role: 'support', id: groups[0]?.id } });
    const { families } = await structureCounts(ctx());
    expect(families.find(({ family }) => family === 'hospital')?.count).toBe(3000);
    const [, text] = await page();
    expect(text).toContain('135 groupements hospitaliers de territoire');
    expect(text).toContain('Ils réunissent 900 établissements');
  });

  it('S4-02 counts 100,000 other structures by family and category, and no closed one', async () => {
    const { families, establishments } = await structureCounts(ctx());
    expect(establishments - 3000).toBe(100_000);
    const [, text] = await page();
    for (const [words, count] of COUNTED) {
      expect(text).toContain(words);
      expect(text).toContain(french.format(count));
    }
    const pharmacies = families.find(({ family }) => family === 'pharmacy');
    expect(pharmacies?.categories).toEqual([{ category: '620', count: 20_000 }]);
    const everywhere = families.flatMap(({ categories }) => categories);
    expect(everywhere.reduce((sum, { count }) => sum + count, 0)).toBe(establishments);
  });

  it('reads well for everybody and on a phone, closed and open', async () => {
    const browser = await openBrowser();
    try {
      const tab = await browser.newPage({ viewport: { width: 1200, height: 900 } });
      await tab.goto(`${running.origin}/statistiques/structures`);
      await judge(tab, 'statistiques-structures');
      for (const summary of await tab.locator('summary').all()) await summary.click();
      await judge(tab, 'statistiques-structures-detail');
    } finally {
      await browser.close();
    }
  });

  it('is the same by the other file: each of its establishments is known already', async () => {
    const outcome = await load('etalab-cs1100507-stock-20260105-0245.csv');
    const [count] = outcome.counts;
    expect(outcome.state).toBe('applied');
    expect(count).toMatchObject({ kind: 'EG', known: 103_000, unchanged: 103_000 });
  });
});
