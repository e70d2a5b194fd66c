import { describe, expect, it } from 'vitest';
import { registerMember } from '../../src/modules/authorities/index.js';
import { type Person, personHistory, searchRegister } from '../../src/modules/registry/index.js';
import { membersOf } from './members.js';
import { doctor } from './people.js';
import { useWorld } from './world.js';

const world = useWorld();
const { now, register } = membersOf(world);

describe('the record', () => {
  it('S4-21 holds the régalienne identity apart from the sectorial one, each with its source and its state', async () => {
    world.at('2026-02-01T09:00:00Z');
    const { idNat } = await register(60);
    const person = await now(idNat);
    expect(person?.civilStatus).toMatchObject({
      birthName: 'ÉPREUVE-GA',
      certification: { state: 'C', source: 'INSEE' },
      provenance: { authority: 'CNOM' },
    });
    const { civilStatus, correspondence, ...sectorial } = person as Person;
    const text = JSON.stringify(sectorial);
    for (const trait of [civilStatus?.birthDate, 'birthPlace', 'givenNames', '"sex"', correspondence?.mail])
      expect(text).not.toContain(trait ?? 'never');
    expect(sectorial.exercises[0]?.provenance).toMatchObject({ authority: 'CNOM', act: 'register' });
  });

  it('S4-23 holds none or several exercises, diplomas, savoir-faire and situations, each with dates and source', async () => {
    const one = doctor(61);
    const [exercise] = one.record.exercises;
    if (!exercise) throw new Error('no exercise');
    const { idNat } = await register(61, {
      ...one,
      record: {
        ...one.record,
        exercises: [
          {
            ...exercise,
            skills: [
              { type: 'S', code: 'SM54', recognisedOn: '2012-01-01' },
              { type: 'S', code: 'SM26', recognisedOn: '2015-01-01' },
            ],
            activities: [
              { key: 'a1', mode: 'L', from: '2012-01-01' },
              { key: 'a2', mode: 'S', from: '2015-01-01' },
              { key: 'a0', mode: 'S', from: '2010-01-01', to: '2011-12-31' },
            ],
          },
          { ...exercise, category: 'F', activities: [] },
        ],
        diplomas: [
          { type: 'DE', code: 'DE09' },
          { type: 'DU', code: 'DU1' },
        ],
      },
    });
    const person = await now(idNat);
    expect(person?.exercises).toHaveLength(2);
    expect(person?.exercises[0]?.skills).toHaveLength(2);
    expect(person?.exercises[0]?.activities.map((activity) => activity.key)).toEqual(['a1', 'a2']);
    expect(person?.diplomas).toHaveLength(2);
    for (const part of [...(person?.diplomas ?? []), ...(person?.exercises ?? [])]) {
      expect(part.provenance).toMatchObject({ authority: 'CNOM', validFrom: '2026-02-01T09:00:00.000Z' });
    }
    const ended = (await personHistory(world.ctx, idNat)).find((part) => part.key.endsWith('/a0'));
    expect(ended?.value).toMatchObject({ from: '2010-01-01', to: '2011-12-31' });
    const none = await register(62, {
      ...doctor(62),
      record: { ...doctor(62).record, exercises: [], diplomas: [] },
    });
    expect(await now(none.idNat)).toMatchObject({ exercises: [], diplomas: [], authorisations: [] });
    const wrong = { ...one.record, exercises: [{ ...exercise, skills: [{ type: 'S', code: 'SCD01' }] }] };
    await expect(registerMember(world.ctx, { ...doctor(63), record: wrong })).rejects.toMatchObject({
      status: 422,
    });
  });
});

describe('the consultation of the register', () => {
  it('finds by the starts of names without accents, by birth date, page by page, and nobody without a criterion', async () => {
    world.at('2026-02-01T09:00:00Z');
    const mine = [await register(701), await register(702), await register(703)]
      .map((one) => one.idNat)
      .sort();
    const first = await searchRegister(world.ctx, { q: 'epreuve ha lea', limit: 2 });
    expect(first.people).toHaveLength(2);
    const second = await searchRegister(world.ctx, {
      q: 'epreuve ha lea',
      limit: 2,
      after: first.next ?? '',
    });
    expect([...first.people, ...second.people].map((one) => one.idNat)).toEqual(mine);
    expect(second.next).toBeUndefined();
    expect((await searchRegister(world.ctx, { q: 'epreuve ha', birthDate: '1999-01-01' })).people).toEqual(
      [],
    );
    expect((await searchRegister(world.ctx, { q: "'; drop" })).people).toEqual([]);
    expect((await searchRegister(world.ctx, {})).people).toEqual([]);
  });
});
