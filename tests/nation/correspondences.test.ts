import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { importCorrespondences, parseFileName, persons } from '../../src/modules/registry/index.js';
import { rejectsIn } from '../imports/national-files.js';
import { useImports } from '../imports/world.js';
import { nationIn } from './files.js';

const nation = nationIn({ people: 3000, seed: 5, files: ['personne-activite', 'correspondance'] });
afterAll(() => nation.clean());
const world = useImports();

it('the correspondence file of an invented nation makes one account of each of its pairs', async () => {
  const path = (name: string | undefined) => join(nation.folder, name ?? '');
  const named = (isPeople: boolean) =>
    nation.names.find((name) => (parseFileName(name) !== undefined) === isPeople);
  await world.load('annuaire', [path(named(true))]);
  const [, ...lines] = nation
    .text(named(false) ?? '')
    .trimEnd()
    .split('\n');
  const report = await importCorrespondences(world.ctx, world.url, {
    path: path(named(false)),
    rejectsIn: rejectsIn(),
  });
  expect(lines.length).toBeGreaterThan(100);
  expect(report).toMatchObject({ lines: lines.length, rejected: 0, merged: lines.length, conflicts: 0 });
  const pairs = lines
    .map((line) => line.split(';'))
    .map(([adeli, rpps]) => [`0${adeli}`, `8${rpps}`] as const);
  const mains = await persons(
    world.ctx,
    pairs.map(([, main]) => main),
  );
  for (const [adeli, main] of pairs) expect(mains.get(main)?.otherIds).toEqual([adeli]);
  await world.test.settle();
});
