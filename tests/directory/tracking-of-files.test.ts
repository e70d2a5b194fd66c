import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { importCorrespondences, importFiles } from '../../src/modules/registry/index.js';
import { trackPerson } from '../../src/modules/tracking/index.js';
import { doctorLine, rejectsIn, rpps, writeLines } from '../imports/national-files.js';
import { html, useVisitors } from './visitors.js';

const v = useVisitors();
const idNat = `8${rpps(3)}`;
const lines = Array.from({ length: 30 }, (_, rank) => doctorLine(rank));
const stagesOf = (text: string) => [...text.matchAll(/stage-title">\d\. (\w+)/g)].map(([, hop]) => hop);
const asked = { ...html, form: { idNat, motif: 'Appel' } };

it('shows the way of somebody whom only a national file names: the file, then each step with its date', async () => {
  const { ctx, databaseUrl } = v.t.app;
  expect(await trackPerson(ctx, idNat, false)).toBeUndefined();
  expect((await v.ask('support', '/suivi', asked)).status).toBe(404);
  const paths = [writeLines('personne-activite', lines)];
  const load = await importFiles(ctx, databaseUrl, { source: 'annuaire', paths, rejectsIn: rejectsIn() });
  await v.t.settle();
  const track = await trackPerson(ctx, idNat, false);
  expect(track).toMatchObject({ authorities: [], changes: [] });
  expect(track?.loads).toMatchObject([{ load: load.id, files: [{ name: load.files[0]?.name }] }]);
  const [arrivals = []] = track?.loads.map((one) => one.arrivals) ?? [];
  expect(arrivals.map(({ hop }) => hop)).toEqual(['RPPS', 'RASS', 'PSC']);
  const times = arrivals.map(({ at }) => at?.getTime() ?? 0);
  expect(times.every((time) => time > 0)).toBe(true);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(track?.steps.map(({ hop, upToDate }) => [hop, upToDate])).toEqual([
    ['RPPS', true],
    ['RASS', true],
    ['PSC', true],
  ]);
  const page = await v.page('support', '/suivi', asked);
  expect(stagesOf(page)).toEqual(['RPPS', 'RASS', 'PSC']);
  expect(page).toContain(load.files[0]?.name);
  expect(page).toContain('Arrivé partout');
});

it('awaits at each step what the step before has not sent on, and says nothing to those who may not look', async () => {
  const { ctx, databaseUrl } = v.t.app;
  const stopped = { ...ctx, reactions: {} };
  const renamed = lines.map((line, rank) => (rank === 3 ? { ...line, givenName: 'AUTRE' } : line));
  const paths = [writeLines('personne-activite', renamed, 1)];
  await importFiles(stopped, databaseUrl, { source: 'annuaire', paths, rejectsIn: rejectsIn() });
  const track = await trackPerson(ctx, idNat, false);
  expect(track?.loads.map(({ arrivals }) => arrivals.map(({ at }) => at !== undefined))).toEqual([
    [true, false, false],
    [true, true, true],
  ]);
  expect(track?.steps.map(({ upToDate }) => upToDate)).toEqual([true, false, false]);
  expect(await v.page('support', '/suivi', asked)).toContain('En chemin');
  for (const visitor of ['anonymous', 'agent', 'manager', 'other-ps'])
    expect((await v.ask(visitor, '/suivi', asked)).status).not.toBe(200);
});

it('shows the file that names somebody no more, and the one that makes one account of two numbers', async () => {
  const { ctx, databaseUrl } = v.t.app;
  const many = Array.from({ length: 120 }, (_, rank) => doctorLine(rank));
  const publish = (said: typeof lines, day: number) =>
    importFiles(ctx, databaseUrl, {
      ...{ source: 'annuaire', paths: [writeLines('personne-activite', said, day)], rejectsIn: rejectsIn() },
    });
  const adeli = { ...doctorLine(400), idType: '0', number: '990000010', idNat: '0990000010' };
  await publish([...many, adeli], 2);
  const left = await publish([...many.slice(0, 3), ...many.slice(4), adeli], 3);
  await publish([...many, adeli], 4);
  const pairs = join(mkdtempSync(join(tmpdir(), 'esculape-pairs-')), 'correspondances.csv');
  writeFileSync(pairs, `N° ADELI;N° RPPS\n990000010;${rpps(3)}\n`);
  const merged = await importCorrespondences(ctx, databaseUrl, { path: pairs, rejectsIn: rejectsIn() });
  await v.t.settle();
  const [newest, , gone] = (await trackPerson(ctx, idNat, false))?.loads ?? [];
  expect(newest).toMatchObject({ load: merged.id, files: [{ name: 'correspondances.csv', how: 'merged' }] });
  expect(gone).toMatchObject({ load: left.id, files: [{ name: left.files[0]?.name, how: 'left' }] });
  expect(gone?.arrivals.every(({ at }) => at !== undefined)).toBe(true);
  const page = await v.page('support', '/suivi', asked);
  expect(page).toContain('ce numéro n’y est plus');
  expect(page).toContain('deviennent un seul compte');
  const other = await trackPerson(ctx, adeli.idNat, false);
  expect(other?.loads[0]).toMatchObject({ load: merged.id });
});
