import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { registerMember } from '../../src/modules/authorities/index.js';
import { contactsForActivation, pscRecord } from '../../src/modules/identity-provider/index.js';
import { certify, persons, receive, searchRegister } from '../../src/modules/registry/index.js';
import { doctor } from '../registry/people.js';
import { civilLine, doctorLine, rpps, writeLines } from './national-files.js';
import { counted, useImports } from './world.js';

const world = useImports();
const idNat = (rank: number) => `8${rpps(rank)}`;
const person = async (id: string) => (await persons(world.ctx, [id])).get(id);
const seule = doctorLine(2, { name: 'SEULE' });
const employee = { idType: '3', number: '990000028/CPET0001', idNat: '3990000028/CPET0001' };

describe('the restricted extraction', () => {
  it('completes people of the open directory, and brings those that only it names', async () => {
    await world.load('annuaire', [writeLines('personne-activite', [doctorLine(1), seule])]);
    const lines = [civilLine(1), civilLine(7, employee)];
    const outcome = await world.load('psc', [writeLines('prosanteconnect', lines)]);
    expect(counted(outcome, 'prosanteconnect')).toEqual({ created: 1 });
    expect(counted(outcome, 'prosanteconnect', '3')).toEqual({ created: 1 });
    await world.test.settle();
    expect(await person(idNat(1))).toMatchObject({
      version: 2,
      civilStatus: { birthName: 'NAISSANCE', givenNames: ['CLAIRE', 'ANNE'], birthDate: '1970-02-01' },
      correspondence: { mobile: { e164: '+33639980001', source: 'CNOM' } },
      exercises: [{ key: 'CNOM/10-C', activities: [{ structure: 'F990000028' }] }],
    });
    expect(await person(idNat(2))).not.toHaveProperty('civilStatus');
    expect(await pscRecord(world.ctx, idNat(2))).toMatchObject({ familyName: 'SEULE' });
    expect(await person(employee.idNat)).toMatchObject({ exercises: [{ activities: [{ mode: 'S' }] }] });
    expect(await contactsForActivation(world.ctx, employee.idNat)).toMatchObject({ mobile: '+33639980007' });
    const { people } = await searchRegister(world.ctx, { q: 'naissance', birthDate: '1970-02-01' });
    expect(people.map((one) => one.idNat)).toEqual([employee.idNat, idNat(1)]);
  });

  it('leaves the exercises to the open directory as soon as that names the person', async () => {
    const lines = [doctorLine(1), seule, doctorLine(7, { ...employee, name: 'OUVERT' })];
    await world.load('annuaire', [writeLines('personne-activite', lines, 1)]);
    expect(await person(employee.idNat)).toMatchObject({
      civilStatus: { birthName: 'NAISSANCE' },
      exercises: [{ name: 'OUVERT', activities: [{ mode: 'S' }] }],
    });
    const again = [civilLine(1), civilLine(7, employee)];
    const moved = await world.load('psc', [writeLines('prosanteconnect', again, 1)]);
    expect(counted(moved, 'prosanteconnect', '3')).toEqual({ known: 1, unchanged: 1 });
    expect((await person(employee.idNat))?.exercises).toMatchObject([{ name: 'OUVERT' }]);
  });

  it('S0-25 takes a mobile of ten characters for an ADELI number, and rejects a longer one with a line of report', async () => {
    const adeli = (number: string) => ({ idType: '0', number, idNat: `0${number}` });
    const lines = [
      civilLine(1),
      civilLine(7, employee),
      civilLine(20, { ...adeli('991234567'), mobile: '0639980020' }),
      civilLine(21, { ...adeli('991234568'), mobile: '+33639980021' }),
    ];
    const outcome = await world.load('psc', [writeLines('prosanteconnect', lines, 2)]);
    const [taken, refused] = [await person('0991234567'), await person('0991234568')];
    expect(taken?.correspondence?.mobile?.original).toBe('0639980020');
    expect(refused).toBeUndefined();
    expect(readFileSync(outcome.rejects ?? '', 'utf8')).toContain('|5|téléphone de plus de 10 caractères');
  });

  it('keeps a person active whom a certifier vouches for afterwards', async () => {
    await certify(world.ctx, { idNat: idNat(1), state: 'C', at: '2026-01-01', source: 'INSEE' });
    expect(await person(idNat(1))).toMatchObject({
      state: 'active',
      civilStatus: { certification: { state: 'C' } },
    });
  });
});

describe('a number that an authority registers here', () => {
  it('is a conflict: the file changes nothing of it', async () => {
    const { memberId } = await registerMember(world.ctx, doctor(1));
    const [received] = await receive(world.ctx, [memberId]);
    const mine = received?.status === 'received' ? received.idNat : '';
    const before = await person(mine);
    const line = { ...doctorLine(3), number: mine.slice(1), idNat: mine, name: 'AUTRE' };
    const outcome = await world.load('annuaire', [
      writeLines(
        'personne-activite',
        [doctorLine(1), seule, doctorLine(7, { ...employee, name: 'OUVERT' }), line],
        2,
      ),
    ]);
    expect(counted(outcome)).toMatchObject({ conflicts: 1, unchanged: 2 });
    expect(await person(mine)).toEqual(before);
  });

  it('is taken over from the file that brought it, without a double', async () => {
    const { record, ...rest } = doctor(2);
    const taken = { ...rest, record, idNat: idNat(2) };
    const { memberId } = await registerMember(world.ctx, taken);
    expect(await receive(world.ctx, [memberId])).toMatchObject([{ status: 'received', idNat: idNat(2) }]);
    const after = await person(idNat(2));
    expect(after?.exercises).toHaveLength(1);
    expect(after).toMatchObject({ state: 'active', exercises: [{ provenance: { act: 'register' } }] });
  });
});
