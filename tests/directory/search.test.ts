import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { search } from '../../src/modules/directory/index.js';
import { upsertStructures } from '../../src/modules/structures/index.js';
import { personOf, putPeople } from './people.js';
import { openWorld, type World } from './world.js';

let world: World;

const PEOPLE = [
  personOf({
    idNat: '899700000013',
    name: 'LEFÈVRE-D’ARC',
    givenName: 'Chloë Marie',
    birthName: 'NAISSANCE',
  }),
  personOf({
    idNat: '899700000021',
    name: 'LE GUEN',
    givenName: 'Anne',
    profession: '60',
    postcode: '97400',
    commune: '97411',
  }),
  personOf({ idNat: '899700000039', name: 'MARTIN', givenName: 'Luc', profession: '99' }),
  personOf({ idNat: '899700000047', name: 'ABADIE', givenName: 'Martin' }),
  personOf({ idNat: '899700000054', name: 'FERMÉ', givenName: 'Paul', state: 'closed' }),
];

beforeAll(async () => {
  world = await openWorld();
  await putPeople(world.ctx, PEOPLE);
});
afterAll(() => world.close());

const found = async (asked: Parameters<typeof search>[1]) =>
  (await search(world.ctx, asked)).people.map(({ idNat }) => idNat);

describe('the public search', () => {
  it.each([
    ['chloe lefevre', '899700000013'],
    ['LEFEVRE D ARC', '899700000013'],
    ['lefevredarc', '899700000013'],
    ['Marie Lef', '899700000013'],
    ['leguen', '899700000021'],
    ['gué an', '899700000021'],
    ['899700000021', '899700000021'],
    ['99700000021', '899700000021'],
  ])('finds « %s » whatever the accents, the case, the order or the beginning', async (q, idNat) => {
    expect(await found({ q })).toEqual([idNat]);
  });

  it('does not find by the birth name, which is restricted, nor a person who left', async () => {
    expect(await found({ q: 'naissance' })).toEqual([]);
    expect(await found({ q: 'fermé' })).toEqual([]);
    expect(await found({ q: '899700000054' })).toEqual([]);
  });

  it('puts those whose name begins as typed before the others', async () => {
    expect(await found({ q: 'martin' })).toEqual(['899700000039', '899700000047']);
  });

  it.each([
    [{ place: 'Saint-Denis (974)' }, ['899700000021']],
    [{ place: '97400' }, ['899700000021']],
    [{ place: 'La Réunion', profession: '60' }, ['899700000021']],
    [{ place: 'La Réunion', profession: '10' }, []],
    [{ place: 'Lyon', profession: '10' }, ['899700000047', '899700000013']],
    [{ place: 'lyon 3e', q: 'mart', profession: '99' }, ['899700000039']],
  ])('finds by profession and place: %j', async (asked, idNats) => {
    expect(await found(asked)).toEqual(idNats);
  });

  it('knows the place of an exercise apart from that of another', async () => {
    const doctor = personOf({
      idNat: '899700000062',
      name: 'DEUX',
      givenName: 'Vies',
      commune: '75056',
      postcode: '75001',
    });
    const pharmacist = personOf({ idNat: '899700000062', name: 'DEUX', givenName: 'Vies', profession: '21' });
    await putPeople(world.ctx, [{ ...doctor, exercises: [...doctor.exercises, ...pharmacist.exercises] }]);
    expect(await found({ q: 'deux', profession: '10', place: 'Paris' })).toEqual(['899700000062']);
    expect(await found({ q: 'deux', profession: '10', place: 'Lyon' })).toEqual([]);
  });
});

describe('the pages of the search', () => {
  const NUMBERS = Array.from({ length: 45 }, (_, i) => `0${String(990000000 + i)}`);

  it('shows each person once, forward and back, whatever arrives meanwhile', async () => {
    await putPeople(
      world.ctx,
      NUMBERS.map((idNat, i) => personOf({ idNat, name: `SUITE ${i % 7}`, givenName: 'Zoé' })),
    );
    const seen: string[][] = [];
    let cursor: string | undefined;
    let back: string | undefined;
    do {
      const result = await search(world.ctx, { q: 'suite', cursor, limit: 10 });
      seen.push(result.people.map(({ idNat }) => idNat));
      expect(result.total).toBeGreaterThanOrEqual(45);
      cursor = result.next;
      back = result.previous;
      await putPeople(world.ctx, [
        personOf({ idNat: `1990000000${seen.length}`, name: 'SUITE', givenName: '0' }),
      ]);
    } while (cursor);
    expect(seen.map((page) => page.length)).toEqual([10, 10, 10, 10, 5]);
    expect(new Set(seen.flat())).toEqual(new Set(NUMBERS));
    const before = await search(world.ctx, { q: 'suite', cursor: back, limit: 10 });
    expect(before.people.map(({ idNat }) => idNat)).toEqual(seen[3]);
  });

  it('walks down the names as well, and through structures, each once', async () => {
    const places = Array.from({ length: 23 }, (_, i) => ({
      id: `F99000${String(i).padStart(4, '0')}`,
      name: `Clinique des Pages ${i % 5}`,
      address: { commune: '69383', postcode: '69003' },
    }));
    await upsertStructures(world.ctx, places);
    const walk = async (asked: Parameters<typeof search>[1], of: 'people' | 'structures') => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const result = await search(world.ctx, { ...asked, cursor, limit: 10 });
        seen.push(
          ...(of === 'people'
            ? result.people.map((one) => one.idNat)
            : result.structures.map((one) => one.id)),
        );
        cursor = result.next;
      } while (cursor);
      return seen;
    };
    const up = await walk({ q: 'clinique des pages', tab: 'structures' }, 'structures');
    expect(up).toHaveLength(23);
    expect(new Set(up)).toEqual(new Set(places.map(({ id }) => id)));
    const down = await walk({ q: 'pages lyon', tab: 'structures', order: 'name-desc' }, 'structures');
    expect(down).toEqual(up.toReversed());
    const people = await walk({ q: 'suite' }, 'people');
    expect(await walk({ q: 'suite', order: 'name-desc' }, 'people')).toEqual(people.toReversed());
  });

  it('starts again at the first page for a cursor that was not made here', async () => {
    const first = await search(world.ctx, { q: 'suite', limit: 3 });
    expect(await found({ q: 'suite', limit: 3, cursor: 'WyJhZnRlciJd' })).toEqual(
      first.people.map(({ idNat }) => idNat),
    );
  });

  it('never goes back to an older version', async () => {
    await putPeople(world.ctx, [
      personOf({ idNat: '899700000070', name: 'NOUVEAU', givenName: 'Nom', version: 3 }),
    ]);
    await putPeople(world.ctx, [
      personOf({ idNat: '899700000070', name: 'ANCIEN', givenName: 'Nom', version: 2 }),
    ]);
    expect(await found({ q: 'nouveau' })).toEqual(['899700000070']);
    expect(await found({ q: 'ancien' })).toEqual([]);
  });
});

describe('the facets', () => {
  it('count what is in the list, and leave out what would not narrow it', async () => {
    const { facets, total } = await search(world.ctx, { place: 'La Réunion' });
    expect([total, facets]).toEqual([1, {}]);
    const lyon = await search(world.ctx, { q: 'martin' });
    expect(lyon.facets.profession).toEqual([
      { value: '99', label: 'Acteur participant au système de santé caractérisé par rôle', count: 1 },
      { value: '10', label: 'Médecin', count: 1 },
    ]);
    const [narrowed] = lyon.facets.profession ?? [];
    expect((await search(world.ctx, { q: 'martin', profession: narrowed?.value })).total).toBe(
      narrowed?.count,
    );
  });

  it('and what was asked beside the text may be anything: unknown codes do not count', async () => {
    const all = await search(world.ctx, { q: 'martin' });
    const odd = await search(world.ctx, {
      q: 'martin',
      skill: 'ZZZ',
      role: "'",
      mode: '',
      departement: '00',
    });
    expect(odd.people).toEqual(all.people);
  });
});

describe('the search page', () => {
  it('helps when nobody is found, with what was asked in mind', async () => {
    const nobody = await (await world.ask('/annuaire?q=Inconnu&lieu=Lyon')).text();
    expect(nobody).toContain('Personne ne correspond');
    expect(nobody).toContain('Chercher sans le lieu');
    expect(await (await world.ask('/annuaire?q=12345')).text()).toContain('Ce numéro ne peut pas exister');
    expect(await (await world.ask('/annuaire?q=x&lieu=Atlantide')).text()).toContain('Lieu inconnu');
    expect(await (await world.ask('/annuaire')).text()).toContain('Ce que vous trouverez ici');
  });

  it('links to the person, whose page answers under the whole identifier only', async () => {
    const list = await (await world.ask('/annuaire?q=martin%20luc')).text();
    expect(list).toContain('href="/annuaire/personnes/899700000039"');
    expect((await world.ask('/annuaire/personnes/899700000039')).status).toBe(200);
    const bare = await world.ask('/annuaire/personnes/99700000021');
    expect([bare.status, bare.headers.get('location')]).toEqual([301, '/annuaire/personnes/899700000021']);
    expect((await world.ask('/annuaire/personnes/899700000088')).status).toBe(404);
    expect((await world.ask('/annuaire/personnes/899700000054')).status).toBe(404);
  });

  it('shows a hostile text as text', async () => {
    const page = await (
      await world.ask(`/annuaire?q=${encodeURIComponent('"><script>alert(1)</script>')}`)
    ).text();
    expect(page).not.toContain('<script>alert');
  });
});
