import { describe, expect, it } from 'vitest';
import { search } from '../../src/modules/directory/index.js';
import { pscRecord } from '../../src/modules/identity-provider/index.js';
import { personHistory, persons } from '../../src/modules/registry/index.js';
import { doctorLine, named, rpps, writeLines } from './national-files.js';
import { counted, useImports } from './world.js';

const world = useImports();
const idNat = (rank: number) => `8${rpps(rank)}`;
const person = async (rank: number) => (await persons(world.ctx, [idNat(rank)])).get(idNat(rank));
const twenty = Array.from({ length: 20 }, (_, rank) => doctorLine(rank));
const place = { structure: 'R99000000000917', structureName: 'CABINET', finess: '', finessLegalEntity: '' };
const liberal = doctorLine(0, {
  ...place,
  mode: 'L',
  structureNationalId: '499700990007001',
  sector: 'SA07',
});

describe('the files of the open directory', () => {
  it('begin with the people: titles and savoir-faire of nobody are refused, with what to load first', async () => {
    for (const kind of ['savoir-faire', 'diplomes'] as const) {
      const path = writeLines(kind, [{ ...named(0), profession: '10', category: 'C', diploma: 'DE28' }]);
      await expect(world.load('annuaire', [path])).rejects.toMatchObject({
        code: 'registry.import-activities-first',
        message: expect.stringContaining('PS_LibreAcces_Personne_activite'),
      });
    }
  });

  it('bring people through the whole chain, and the same files again change nothing', async () => {
    const paths = [
      writeLines('personne-activite', [...twenty, liberal]),
      writeLines('savoir-faire', [
        { ...named(0), profession: '10', category: 'C', skillType: 'S', skill: 'SM26' },
        { ...named(0), profession: '10', category: 'C', skillType: 'CEX', skill: 'C52' },
      ]),
      writeLines('diplomes', [{ ...named(0), diplomaType: 'DE', diploma: 'DE28' }]),
    ];
    const first = await world.load('annuaire', paths);
    expect(first.state).toBe('applied');
    expect(counted(first)).toEqual({ created: 20 });
    await world.test.settle();
    expect(await person(0)).toMatchObject({
      version: 1,
      state: 'active',
      exercises: [
        {
          key: 'CNOM/10-C',
          name: 'ESSAIA',
          skills: [{ code: 'C52' }, { code: 'SM26' }],
          activities: [{ genre: 'GENR01' }, { genre: 'GENR01' }],
          provenance: { authority: 'CNOM' },
        },
      ],
      diplomas: [{ type: 'DE', code: 'DE28' }],
    });
    const found = await search(world.ctx, { q: 'essaib', place: '75014' });
    expect(found.people.map((one) => one.idNat)).toEqual([idNat(1)]);
    expect(await pscRecord(world.ctx, idNat(1))).toMatchObject({ familyName: 'ESSAIB', mail: null });
    const again = await world.load('annuaire', paths);
    expect(counted(again)).toEqual({ known: 20, unchanged: 20 });
    expect(counted(again, 'savoir-faire')).toEqual({ known: 1, unchanged: 1 });
    expect((await person(0))?.version).toBe(1);
  });

  it('change what is different from the last file, once, with its history', async () => {
    const changed = twenty.map((line, rank) => (rank === 3 ? { ...line, name: 'MARIAGE' } : line));
    const outcome = await world.load('annuaire', [writeLines('personne-activite', [...changed, liberal], 1)]);
    expect(counted(outcome)).toEqual({ known: 20, updated: 1, unchanged: 19 });
    expect(await person(3)).toMatchObject({ version: 2, exercises: [{ name: 'MARIAGE' }] });
    expect((await person(0))?.exercises[0]?.skills).toHaveLength(2);
    const lines = await personHistory(world.ctx, idNat(3));
    expect(lines.filter((one) => one.kind === 'exercise').map((one) => one.validTo === null)).toEqual([
      false,
      true,
    ]);
    await world.test.settle();
    const found = await search(world.ctx, { q: 'mariage' });
    expect(found.people.map((one) => one.idNat)).toEqual([idNat(3)]);
  });

  it('are refused when older than the last one', async () => {
    const older = writeLines('personne-activite', twenty, 0);
    await expect(world.load('annuaire', [older])).rejects.toMatchObject({ code: 'registry.import-older' });
    const ahead = writeLines('personne-activite', [doctorLine(1)], 27_000);
    await expect(world.load('annuaire', [ahead])).rejects.toMatchObject({ code: 'file.ahead' });
  });
});
