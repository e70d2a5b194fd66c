import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { exportExtract } from '../../src/modules/directory/index.js';
import { persons } from '../../src/modules/registry/index.js';
import { civilLine, doctorLine, named, writeLines } from './national-files.js';
import { useImports } from './world.js';

const world = useImports();
const COLUMN = 5;
const idNat = (rank: number): string => named(rank).idNat ?? '';
const personOf = async (rank: number) => (await persons(world.ctx, [idNat(rank)])).get(idNat(rank));

/** What the published open file says in the columns of the civility, by person. */
async function published(): Promise<Map<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'esculape-civility-'));
  await exportExtract(world.ctx, { service: 'PS_LibreAcces', folder, profile: 'V1', zipped: false });
  const file = readdirSync(folder).find((name) => name.includes('Personne_activite')) ?? '';
  const [header = '', ...lines] = readFileSync(join(folder, file), 'utf8').trim().split('\n');
  const at = header.split('|').indexOf('Code civilité');
  expect(at).toBe(COLUMN);
  return new Map(
    lines.map((line) => line.split('|')).map((cells) => [cells[2] ?? '', cells.slice(at, at + 2).join('|')]),
  );
}

it('the civility of the open file is published again, of people whose civil status nobody told', async () => {
  const lines = [doctorLine(0), doctorLine(1, { civility: 'M' }), doctorLine(2, { civility: '' })];
  await world.load('annuaire', [writeLines('personne-activite', lines)]);
  await world.test.settle();
  const told = await published();
  expect([0, 1, 2].map((rank) => told.get(idNat(rank)))).toEqual(['MME|Madame', 'M|Monsieur', '|']);
  expect((await personOf(0))?.civilStatus).toBeUndefined();
  expect((await personOf(2))?.exercises[0]).not.toHaveProperty('personCivility');
});

it('that of a civil status goes before', async () => {
  await world.load('psc', [writeLines('prosanteconnect', [civilLine(1, { civility: 'MME' })])]);
  await world.test.settle();
  expect((await published()).get(idNat(1))).toBe('MME|Madame');
});

it('what was kept before the civility was is read as it was', async () => {
  await sql`update registry.statements set content = left(content, -2) where id_nat = ${idNat(1)}
    and file = 'personne-activite'`.execute(world.ctx.db);
  expect((await personOf(1))?.exercises[0]).toMatchObject({ name: doctorLine(1).name });
  expect((await personOf(1))?.exercises[0]).not.toHaveProperty('personCivility');
});
