import { expect, it } from 'vitest';
import { importFiles } from '../../src/modules/registry/index.js';
import { doctorLine, rejectsIn, rpps, writeLines } from '../imports/national-files.js';
import { useVisitors } from './visitors.js';

const v = useVisitors();
const id = 'R10100000990011';

it('are called something on every page, so that links and titles can be read', async () => {
  const { ctx, databaseUrl } = v.t.app;
  const practice = { structure: id, finess: '', finessLegalEntity: '', structureNationalId: '', mode: 'L' };
  const line = doctorLine(11, { ...practice, structureName: '', name: 'SANSENSEIGNE' });
  const paths = [writeLines('personne-activite', [line])];
  await importFiles(ctx, databaseUrl, { source: 'annuaire', paths, rejectsIn: rejectsIn() });
  await v.t.settle();
  const pages = [`/annuaire/personnes/8${rpps(11)}`, `/annuaire/structures/${id}`];
  for (const path of [...pages, `/annuaire?q=${id}&onglet=structures`]) {
    const page = await (await fetch(`${v.t.origin}${path}`)).text();
    expect([path, page.includes('Lieu d’exercice sans nom')]).toEqual([path, true]);
    expect([path, /<a [^>]*><\/a>|<h1[^>]*><\/h1>/.test(page)]).toEqual([path, false]);
  }
});
