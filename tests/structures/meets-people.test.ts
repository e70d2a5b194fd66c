import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentPublication, entries } from '../../src/modules/directory/index.js';
import { importFiles } from '../../src/modules/registry/index.js';
import {
  importFiness,
  releaseFiness,
  type Structure,
  structureByFiness,
} from '../../src/modules/structures/index.js';
import { hopsBehind } from '../../src/platform/catch-up.js';
import { one, rows } from '../../src/platform/db/connection.js';
import { generateNation } from '../../src/sandbox/nation/index.js';
import { startTestApp, type TestApp } from '../support/app.js';

describe('FINESS and the files of people', () => {
  const folder = mkdtempSync(join(tmpdir(), 'esculape-meet-'));
  const csv = join(folder, 'etalab-cs1100507-stock-20260105-0245.csv');
  let running: TestApp;
  const ctx = () => running.app.ctx;
  const loadFiness = (path: string) =>
    importFiness(ctx(), running.app.databaseUrl, { path, rejectsIn: folder });

  /** Writes the file of another day, with the names of some establishments changed. Out: its path. */
  const renamed = (day: string, which: (finess: string) => boolean, name: string): string => {
    const [header, ...lines] = readFileSync(csv, 'utf8').split('\n');
    const text = lines.map((line) => {
      const cells = line.split(';');
      if (cells[0] && which(cells[0])) cells[2] = name;
      return cells.join(';');
    });
    const path = join(folder, `etalab-cs1100507-stock-202601${day}-0245.csv`);
    writeFileSync(path, [header, ...text].join('\n'));
    return path;
  };

  /** The FINESS establishments where people work, and who works there. */
  const workplaces = () =>
    rows(
      ctx().db,
      sql<{
        finess: string;
        people: string[];
      }>`select a #>> '{place,finess}' finess, array_agg(distinct id_nat) people
        from directory.entries, jsonb_path_query(person::jsonb, '$.exercises[*].activities[*]') a
        where a -> 'place' ? 'finess' group by 1 order by count(*) desc`,
    );
  const placesOf = async (idNat: string): Promise<readonly Structure[]> => {
    const person = (await entries(ctx(), [idNat])).get(idNat)?.person;
    return (person?.exercises ?? []).flatMap(({ activities }) =>
      activities.flatMap(({ place }) => place ?? []),
    );
  };

  beforeAll(async () => {
    running = await startTestApp();
    const files = ['personne-activite', 'finess'] as const;
    generateNation({ people: 1500, structures: 300, seed: 11, days: 1, folder, files });
  });
  afterAll(async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('meet: a place that the people’s file brought is FINESS’s from the first file on', async () => {
    const paths = [join(folder, 'PS_LibreAcces_Personne_activite_202601050245.txt')];
    const request = { source: 'annuaire', paths, rejectsIn: folder } as const;
    expect((await importFiles(ctx(), running.app.databaseUrl, request)).state).toBe('applied');
    await running.settle();
    const [first] = await workplaces();
    const [before] = await placesOf(first?.people[0] ?? '');
    expect(before?.source).toBeUndefined();
    const number = before?.finessLegalEntity ?? '';
    expect(await structureByFiness(ctx(), number)).toMatchObject({ kind: 'EJ', finess: number });
    const outcome = await loadFiness(csv);
    expect(outcome.counts[0]).toMatchObject({ kind: 'EG', taken: expect.any(Number) });
    await running.settle();
    const [after] = await placesOf(first?.people[0] ?? '');
    expect(after).toMatchObject({ source: 'FINESS', kind: 'EG', category: expect.any(String) });
    expect(after?.position).toBeDefined();
  });

  it('rename: who works there has the new name in every copy, others keep their version', async () => {
    const [first, second] = await workplaces();
    const [there = '', elsewhere = ''] = [
      first?.people[0],
      second?.people.find((idNat) => !first?.people.includes(idNat)),
    ];
    const versionOf = async (idNat: string) => (await entries(ctx(), [idNat])).get(idNat)?.version;
    const [before, kept] = [await versionOf(there), await versionOf(elsewhere)];
    const published = await currentPublication(ctx());
    const outcome = await loadFiness(
      renamed('06', (finess) => finess === first?.finess, 'HOPITAL DU RENOUVEAU'),
    );
    expect([outcome.state, outcome.counts[0]?.updated]).toEqual(['applied', 1]);
    await running.settle();
    expect((await placesOf(there)).map(({ name }) => name)).toContain('HOPITAL DU RENOUVEAU');
    expect(await versionOf(there)).toBe((before ?? 0) + 1);
    expect(await versionOf(elsewhere)).toBe(kept);
    const page = await fetch(`${running.origin}/annuaire/personnes/${there}`);
    expect(await page.text()).toContain('HOPITAL DU RENOUVEAU');
    expect((await currentPublication(ctx())).number).toBeGreaterThan(published.number);
    const found = await fetch(`${running.origin}/fhir/v2/Organization?identifier=${first?.finess}`, {
      headers: { 'ESANTE-API-KEY': 'sandbox' },
    });
    expect([found.status, await found.text()]).toEqual([
      200,
      expect.stringContaining('HOPITAL DU RENOUVEAU'),
    ]);
    const claims = await one(
      ctx().db,
      sql<{ told: string }>`select c::text told from "identity_provider".people c where id_nat = ${there}`,
    );
    expect(claims?.told).toContain('HOPITAL DU RENOUVEAU');
  });

  it('rename all at once: everybody follows, and nobody is behind afterwards', async () => {
    const outcome = await loadFiness(renamed('07', () => true, 'ETABLISSEMENT NOUVEAU'));
    expect(outcome.state).toBe('held');
    await releaseFiness(ctx(), running.app.databaseUrl, outcome.id);
    await running.settle();
    const old = await one(
      ctx().db,
      sql<{ n: number }>`select count(*)::int n from directory.entries,
        jsonb_path_query(person::jsonb, '$.exercises[*].activities[*]') a
        where a -> 'place' ? 'finess' and a #>> '{place,name}' <> 'ETABLISSEMENT NOUVEAU'`,
    );
    expect(old?.n).toBe(0);
    const late = (await hopsBehind(ctx())).flatMap(({ subjects }) => subjects);
    expect(late).toEqual([]);
  });

  it('come back: the same file of people says nothing that FINESS does not', async () => {
    const paths = [join(folder, 'PS_LibreAcces_Personne_activite_202601050245.txt')];
    await importFiles(ctx(), running.app.databaseUrl, { source: 'annuaire', paths, rejectsIn: folder });
    await running.settle();
    const [first] = await workplaces();
    const names = (await placesOf(first?.people[0] ?? ''))
      .filter(({ finess }) => finess)
      .map(({ name }) => name);
    expect(new Set(names)).toEqual(new Set(['ETABLISSEMENT NOUVEAU']));
  });
});
