import { expect, it } from 'vitest';
import { persons } from '../../src/modules/registry/index.js';
import { structuresById } from '../../src/modules/structures/index.js';
import { civilLine, doctorLine, named, writeLines } from './national-files.js';
import { useImports } from './world.js';

const world = useImports();
const doctor = named(1).idNat ?? '';
const HOSPITAL = 'F990000028';
const ALONE = 'F990000036';

/** Somebody of an establishment whom only the extraction names, with a place that is told otherwise there. */
const employee = (finess: string, street: string) =>
  civilLine(7, {
    ...{ idType: '3', number: `${finess}/A1`, idNat: `3${finess}/A1`, street },
    ...{ finess, structure: `F${finess}`, structureNationalId: `1${finess}` },
  });

const place = async (id: string) => (await structuresById(world.ctx, [id])).get(id);
const version = async () => (await persons(world.ctx, [doctor])).get(doctor)?.version;

it('leaves a place that the open directory told to it, and takes from the extraction where only its people work', async () => {
  await world.load('annuaire', [writeLines('personne-activite', [doctorLine(1, { communeName: 'Paris' })])]);
  await world.test.settle();
  const [told, before] = [await place(HOSPITAL), await version()];
  expect(told?.address).toMatchObject({ communeName: 'Paris', street: 'DES TESTS' });
  const lines = [employee('990000028', 'AUTREMENT'), employee('990000036', 'AILLEURS')];
  await world.load('psc', [writeLines('prosanteconnect', lines)]);
  await world.test.settle();
  expect(await place(HOSPITAL)).toEqual(told);
  expect(await version()).toBe(before);
  expect(await place(ALONE)).toMatchObject({ address: { street: 'AILLEURS', commune: '75114' } });
});

it('takes from the open directory what it tells of a place that only the extraction had told', async () => {
  const lines = [
    doctorLine(1, { communeName: 'Paris' }),
    doctorLine(2, {
      ...{ finess: '990000036', structure: ALONE, structureNationalId: '1990000036' },
      ...{ street: 'AILLEURS', communeName: 'Paris' },
    }),
  ];
  await world.load('annuaire', [writeLines('personne-activite', lines, 1)]);
  expect(await place(ALONE)).toMatchObject({ address: { street: 'AILLEURS', communeName: 'Paris' } });
});
