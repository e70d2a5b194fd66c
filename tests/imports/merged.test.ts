import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { registerMember } from '../../src/modules/authorities/index.js';
import { publicPerson, restrictedPerson, search } from '../../src/modules/directory/index.js';
import { pscRecord } from '../../src/modules/identity-provider/index.js';
import { publication } from '../../src/modules/identity-provider/queries/sign-in-prerequisites.js';
import {
  certify,
  importCorrespondences,
  persons,
  readImport,
  receive,
  releaseImport,
  searchRegister,
} from '../../src/modules/registry/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { doctor } from '../registry/people.js';
import { civilLine, doctorLine, named, rejectsIn, rpps, write, writeLines } from './national-files.js';
import { useImports } from './world.js';

const world = useImports();
const id = (rank: number) => `8${rpps(rank)}`;
const adeliLine = (number: string) => ({ idType: '0', number, idNat: `0${number}` });
const person = async (idNat: string) => (await persons(world.ctx, [idNat])).get(idNat);

let day = 0;
const load = async (source: 'annuaire' | 'psc', path: string) => {
  const outcome = await world.load(source, [path]);
  // One of a few numbers of a kind is much.
  return outcome.state === 'held'
    ? { ...outcome, ...(await releaseImport(world.ctx, world.url, outcome.id)) }
    : outcome;
};
const annuaire = (...lines: ReturnType<typeof doctorLine>[]) => {
  day += 1;
  return load('annuaire', writeLines('personne-activite', lines, day));
};
const psc = (...lines: ReturnType<typeof civilLine>[]) => {
  day += 1;
  return load('psc', writeLines('prosanteconnect', lines, day));
};
const correspondences = (text: string, more: { undo?: boolean; dryRun?: boolean } = {}) =>
  importCorrespondences(world.ctx, world.url, {
    path: write('savoir-faire', text),
    rejectsIn: rejectsIn(),
    ...more,
  });
const pairs = (...lines: (readonly [adeli: string, rank: number])[]) =>
  `N° ADELI;N° RPPS\n${lines.map(([adeli, rank]) => `${adeli};${rpps(rank)}\n`).join('')}`;

// Enough people that one who leaves is not too much.
const crowd = Array.from({ length: 300 }, (_, rank) => doctorLine(rank + 500));

describe('a file of correspondences', () => {
  it('makes one account of an ADELI and an RPPS number: the RPPS number stays, the ADELI record closes', async () => {
    await annuaire(...crowd, doctorLine(1), doctorLine(2, adeliLine('991234567')));
    expect(await person('0991234567')).toMatchObject({ state: 'active' });
    const tried = await correspondences(pairs(['991234567', 1]), { dryRun: true });
    expect([tried.merged, (await person('0991234567'))?.state]).toEqual([1, 'active']);
    const report = await correspondences(pairs(['991234567', 1], ['991234575', 2]));
    expect(report).toMatchObject({ lines: 2, rejected: 0, merged: 2, known: 0, conflicts: 0 });
    expect(await person(id(1))).toMatchObject({ state: 'active', version: 2, otherIds: ['0991234567'] });
    expect(await person('0991234567')).toMatchObject({ state: 'closed', mergedInto: id(1) });
    expect((await correspondences(pairs(['991234567', 1]))).known).toBe(1);
    expect((await person(id(1)))?.version).toBe(2);
  });

  it('is noted with its lines and numbers by the transaction that makes the accounts: a crash parts neither', async () => {
    const { id: load } = await correspondences(pairs(['991234567', 1]));
    const known = { lines: 1, rejected: 0, undone: false, merged: 0, known: 1, conflicts: 0 };
    expect(await readImport(world.ctx, load)).toMatchObject({ state: 'applied', merged: known });
    const { id: trial } = await correspondences(pairs(['991234567', 1]), { dryRun: true });
    expect(await readImport(world.ctx, trial)).toMatchObject({ state: 'counted', merged: known });
    const together = sql<{ same: boolean }>`select i.xmin = m.xmin same from registry.merged_ids m
      join registry.imports i on i.id = m.load where m.id_nat = '0991234567'`;
    expect(await rows(world.ctx.db, together)).toEqual([{ same: true }]);
  });

  it('leads to the account from a number that only it names, and waits for an RPPS number that comes later', async () => {
    const { people } = await searchRegister(world.ctx, { q: '991234567' });
    expect(people.map((one) => one.idNat).sort()).toEqual(['0991234567', id(1)]);
    expect([await person(id(2)), await person('0991234575')]).toEqual([undefined, undefined]);
    await annuaire(...crowd, doctorLine(1), doctorLine(2), doctorLine(2, adeliLine('991234567')));
    expect(await person(id(2))).toMatchObject({ state: 'active', otherIds: ['0991234575'] });
    expect(await person('0991234575')).toMatchObject({ state: 'closed', mergedInto: id(2) });
  });

  it('leads from either number to the account in the directory and at Pro Santé Connect', async () => {
    await world.test.settle();
    // A job that met another one on the same rows comes again by itself a little later.
    const arrives = async () => {
      const page = await fetch(`${world.test.origin}/annuaire/personnes/0991234567`, { redirect: 'manual' });
      return [page.status, page.headers.get('location')];
    };
    await expect.poll(arrives).toEqual([301, `/annuaire/personnes/${id(1)}`]);
    await expect.poll(() => pscRecord(world.ctx, '0991234567')).toMatchObject({ idNat: id(1) });
    const practitioners = await fetch(
      `${world.test.origin}/fhir/v2/Practitioner?identifier=0991234567&_elements=identifier`,
      { headers: { 'ESANTE-API-KEY': 'sandbox' } },
    );
    expect(await practitioners.text()).toContain(id(1));
    const found = await search(world.ctx, { q: '0991234567' });
    expect(found.people.map((one) => one.idNat)).toEqual([id(1)]);
    expect((await restrictedPerson(world.ctx, '0991234575', 'essai'))?.idNat).toBe(id(2));
    expect(await pscRecord(world.ctx, '0991234567')).toMatchObject({ idNat: id(1) });
    expect(await pscRecord(world.ctx, id(1))).toEqual(await pscRecord(world.ctx, '0991234567'));
    expect(await publication(world.ctx, '0991234567')).toMatchObject({
      person: {
        claims: { otherIds: [{ origine: 'RPPS' }, { identifiant: '0991234567', origine: 'ADELI' }] },
      },
    });
  });

  it('keeps the ADELI record closed whatever the next files say of it', async () => {
    await annuaire(
      ...crowd,
      doctorLine(1),
      doctorLine(2),
      doctorLine(2, { ...adeliLine('991234567'), name: 'AUTRE' }),
    );
    expect(await person('0991234567')).toMatchObject({ state: 'closed', mergedInto: id(1) });
  });

  it('leaves a number alone that leads elsewhere, or that an authority registered here, and rejects damaged lines', async () => {
    const { memberId } = await registerMember(world.ctx, doctor(1));
    const [received] = await receive(world.ctx, [memberId]);
    const mine = received?.status === 'received' ? received.idNat : '';
    const text = `N° RPPS;N° ADELI\n${rpps(2)};991234567\n${mine.slice(1)};991234583\n${rpps(3)};12\n`;
    const report = await correspondences(text);
    expect(report).toMatchObject({ lines: 3, rejected: 1, merged: 1, conflicts: 1 });
    expect(readFileSync(report.rejects ?? '', 'utf8')).toMatch(/\|4\|/);
    expect(await person(mine)).toMatchObject({ state: 'active', version: 2, otherIds: ['0991234583'] });
    expect(await person(id(1))).toMatchObject({ otherIds: ['0991234567'] });
    await expect(correspondences('RPPS;autre\n1;2\n')).rejects.toMatchObject({
      code: 'registry.import-header',
    });
    await expect(correspondences('N° ADELI;N° RPPS\n')).rejects.toMatchObject({ code: 'file.empty' });
  });

  it('is undone by the same file: each number stands for itself again', async () => {
    expect((await correspondences(pairs(['991234567', 1]), { undo: true })).merged).toBe(1);
    expect(await person('0991234567')).toMatchObject({ state: 'active' });
    expect(await person('0991234567')).not.toHaveProperty('mergedInto');
    expect(await person(id(1))).toMatchObject({ otherIds: [] });
    await correspondences(pairs(['991234567', 1]));
  });

  it('lets the ADELI number go when the last RPPS number of the account has left the files', async () => {
    await annuaire(...crowd, doctorLine(2), doctorLine(2, adeliLine('991234567')));
    expect(await person(id(1))).toMatchObject({ state: 'closed', otherIds: [] });
    expect(await person('0991234567')).toMatchObject({ state: 'active', otherIds: [] });
  });
});

describe('the other identifiers of the restricted extraction', () => {
  const employee = { idType: '3', number: '990000028/CPET0001', idNat: '3990000028/C-P-E-T-1' };
  const cell = (...ids: string[]) => ids.map((one) => `${one},X,1`).join(';');
  const people = Array.from({ length: 300 }, (_, rank) => civilLine(rank + 500));
  const psi = '855e8700-e29b-41d4-a716-446655440000';

  it('make one account under the RPPS number, whichever line tells them', async () => {
    await psc(...people, civilLine(7), civilLine(8, employee), civilLine(9, adeliLine('991234591')));
    await psc(
      ...people,
      civilLine(7, { otherIds: `${cell(id(7), '3990000028/C-P-E-T-1')};${psi},PSI,2` }),
      civilLine(8, employee),
      civilLine(9, { ...adeliLine('991234591'), otherIds: cell(id(7)) }),
    );
    expect(await person(id(7))).toMatchObject({
      state: 'active',
      otherIds: ['0991234591', '3990000028/C-P-E-T-1', psi],
    });
    expect(await person('3990000028/C-P-E-T-1')).toMatchObject({ state: 'closed', mergedInto: id(7) });
    expect(await person('0991234591')).toMatchObject({ state: 'closed', mergedInto: id(7) });
  });

  it('lead to their person on no open door, an ADELI number excepted', async () => {
    await world.test.settle();
    const shown = () => publicPerson(world.ctx, '0991234591');
    await annuaire(...crowd, doctorLine(2), doctorLine(7));
    await expect.poll(shown).toMatchObject({ idNat: id(7) });
    for (const number of ['3990000028/C-P-E-T-1', psi]) {
      expect(await publicPerson(world.ctx, number)).toBeUndefined();
      expect((await restrictedPerson(world.ctx, number, 'essai'))?.idNat).toBe(id(7));
      const path = `/fhir/v2/Practitioner?identifier=${encodeURIComponent(number)}`;
      const answer = await fetch(world.test.origin + path, { headers: { 'ESANTE-API-KEY': 'sandbox' } });
      expect(await answer.json()).toMatchObject({ total: 0 });
    }
  });

  it('leave the account when they leave the file, an ADELI number and one of Pro Santé Connect excepted', async () => {
    const still = civilLine(7, { otherIds: cell('3990000028/C-P-E-T-1') });
    await psc(...people, still);
    expect((await person(id(7)))?.otherIds).toEqual(['0991234591', '3990000028/C-P-E-T-1', psi]);
    await psc(
      ...people,
      civilLine(7, { otherIds: cell(id(7)) }),
      civilLine(8, { otherIds: '991234609,ADELI,1' }),
    );
    expect((await person(id(7)))?.otherIds).toEqual(['0991234591', psi]);
    expect(await person('3990000028/C-P-E-T-1')).toMatchObject({ state: 'closed' });
    expect(await person('3990000028/C-P-E-T-1')).not.toHaveProperty('mergedInto');
  });

  it('say nothing where a file has no such column, and reject a line where they cannot be read', async () => {
    await psc(...people, civilLine(7), civilLine(8));
    expect((await person(id(7)))?.otherIds).toEqual(['0991234591', psi]);
    const outcome = await psc(
      ...people,
      civilLine(7),
      civilLine(8),
      civilLine(10, { otherIds: 'abc,RPPS,1' }),
    );
    expect(readFileSync(outcome.rejects ?? '', 'utf8')).toContain('autres identifiants illisibles');
    expect(await person(named(10).idNat ?? '')).toBeUndefined();
  });

  it('lead nowhere any more once an authority registers one of them; a certifier does not open a merged record', async () => {
    const told = (rank: number) => civilLine(rank, { otherIds: cell(id(rank + 1)) });
    const lea = civilLine(12, {
      ...{ birthName: 'ÉPREUVE-D', givenNames: "Léa'Anne-Marie'", sex: 'F', birthDate: '17/05/1980' },
      ...{ birthCommune: '76540', birthCountry: '99100', birthPlace: 'Rouen' },
    });
    await psc(...people, civilLine(7), civilLine(8), told(11), lea, told(13), civilLine(14));
    const [main, taken] = [id(11), id(12)].sort();
    const [, other = ''] = [id(13), id(14)].sort();
    expect(await person(taken ?? '')).toMatchObject({ state: 'closed', mergedInto: main });
    await certify(world.ctx, { idNat: other, state: 'C', at: '2026-01-01', source: 'INSEE' });
    expect(await person(other)).toMatchObject({ state: 'closed', version: 2 });
    const { memberId } = await registerMember(world.ctx, { ...doctor(3), idNat: taken ?? '' });
    expect(await receive(world.ctx, [memberId])).toMatchObject([{ status: 'received', idNat: taken }]);
    expect(await person(taken ?? '')).toMatchObject({ state: 'active' });
    expect(await person(taken ?? '')).not.toHaveProperty('mergedInto');
    expect(await person(main ?? '')).toMatchObject({ state: 'active', otherIds: [] });
  });
});
