import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { entries, search } from '../../src/modules/directory/index.js';
import { persons } from '../../src/modules/registry/index.js';
import { counted, useImports } from './world.js';

const FOLDER = join('tests', 'fixtures', 'files');
const sample = (start: string) =>
  join(FOLDER, readdirSync(FOLDER).find((name) => name.startsWith(start)) ?? start);

const world = useImports();

it('the sample of each national file is read whole: people, places, savoir-faire, diplomas, contacts', async () => {
  const open = ['PS_LibreAcces_Personne', 'PS_LibreAcces_Savoir', 'PS_LibreAcces_Dipl'].map(sample);
  const annuaire = await world.load('annuaire', open);
  expect(annuaire.files.map((file) => file.rejected)).toEqual([0, 0, 0]);
  const psc = await world.load('psc', [sample('Extraction_ProSanteConnect')]);
  expect(psc.files).toMatchObject([{ lines: 5, rejected: 0 }]);
  expect(counted(psc, 'prosanteconnect')).toEqual({ created: 4 });
  await world.test.settle();
  const idNat = '899700990007';
  expect((await persons(world.ctx, [idNat])).get(idNat)).toMatchObject({
    civilStatus: { birthName: 'FICTIVE-NAISSANCE', givenNames: ['CLAIRE', 'ANNE'], birthDate: '1970-02-01' },
    correspondence: { mail: 'claire.fictive@courriel.example', mobile: { e164: '+33639980001' } },
    exercises: [{ civility: 'DR', skills: [{ code: 'SM26' }] }],
    diplomas: [{ code: 'DE05' }],
  });
  const places = (await entries(world.ctx, [idNat])).get(idNat)?.person.exercises[0]?.activities;
  expect(places?.map((activity) => activity.place?.name).sort()).toEqual([
    'CABINET DU DR CLAIRE FICTIVE',
    'CH DE LA FICTION',
  ]);
  const found = await search(world.ctx, { q: 'fictive', place: 'Paris' });
  expect(found.people.map((one) => one.idNat)).toEqual([idNat]);
});
