import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doctor, type Registered } from '../../src/sandbox/kit/story.js';
import { HOSPITAL, type MailWorld, openMailWorld, withRole } from '../messaging/world.js';

interface Found {
  readonly tab: string;
  readonly people: readonly { idNat: string; mailboxes: readonly { address: string }[] }[];
  readonly structures: readonly { id: string }[];
  readonly respelt: readonly { word: string; instead: readonly string[] }[];
  readonly suggestions: readonly { label: string }[];
}

let world: MailWorld;
let person: Registered;
const SHOWN = 'camille.visible@alpha.mssante.example';
const RED = 'camille.rouge@alpha.mssante.example';

beforeAll(async () => {
  world = await openMailWorld();
  const [exercise] = doctor().exercises as Record<string, unknown>[];
  const cardiologist = { ...exercise, name: 'Brindelair', skills: [{ type: 'S', code: 'SM04' }] };
  person = await world.story.register('CNOM', doctor({ exercises: [cardiologist] }));
  await world.settle();
  for (const [address, redList] of [
    [SHOWN, false],
    [RED, true],
  ] as const)
    await world.alpha('POST', '/mailboxes', { address, type: 'PER', idNat: person.idNat, redList });
  const service = { address: 'cardio@alpha.mssante.example', type: 'ORG', structure: '990000028' };
  await world.alpha('POST', '/mailboxes', { ...service, service: 'Cardiologie' });
  await world.settle();
});
afterAll(() => world.stop());

const search = async (q: string, more = ''): Promise<Found> =>
  (
    await fetch(`${world.origin}/annuaire?format=json&q=${encodeURIComponent(q)}${more}`)
  ).json() as Promise<Found>;
const people = async (q: string) => (await search(q)).people.map(({ idNat }) => idNat);

describe('the one box', () => {
  it.each([
    'brindelair cardiologue rouen',
    'Camille BRINDELAIR 76000',
    'cardiologues Seine-Maritime',
    'cardio libéral rouen brind',
    SHOWN,
  ])('finds a cardiologist of Rouen by « %s »', async (q) => {
    expect(await people(q)).toEqual([person.idNat]);
  });

  it.each(['brindelair dermatologue', 'brindelair cardiologue lyon', 'brindelair 69003', RED])(
    'finds nobody by « %s »',
    async (q) => {
      expect(await people(q)).toEqual([]);
    },
  );

  it.each(['brindlair', 'brindelère', 'brindelairr cardiologue', 'camile brindellair rouen'])(
    'understands « %s » as a misspelt name, and says so',
    async (q) => {
      const found = await search(q);
      expect(found.people.map(({ idNat }) => idNat)).toEqual([person.idNat]);
      expect(found.respelt.flatMap(({ instead }) => instead)).toContain('brindelair');
      expect(await world.story.page(`/annuaire?q=${encodeURIComponent(q)}`)).toContain('Orthographe voisine');
    },
  );

  it('proposes a trade or a town that is one letter away, and the same without a condition', async () => {
    expect((await search('cardiologe')).suggestions.map(({ label }) => label)).toContain('cardiologue');
    expect((await search('brindelair lyon 3e')).suggestions.map(({ label }) => label)).toEqual([
      'sans « Lyon 3e Arrondissement (69) »',
    ]);
  });

  it.each(['990000028', '1990000028', 'F990000028', 'ch fiction', 'cardio@alpha.mssante.example'])(
    'finds a structure by « %s »',
    async (q) => {
      const { tab, structures } = await search(q);
      expect([tab, structures.map(({ id }) => id)]).toEqual(['structures', [HOSPITAL]]);
    },
  );
});

describe('the page of a person', () => {
  it('S2-23 shows the mailboxes that are not of the red list, on the page and in the list, and never the others', async () => {
    const path = `/annuaire/personnes/${person.idNat}`;
    const places = [path, `/annuaire?q=${person.rpps}`, '/annuaire?q=brindelair', `/annuaire?q=${SHOWN}`];
    for (const place of places) {
      const page = await world.story.page(place);
      expect(page, place).toContain(SHOWN);
      expect(page, place).not.toContain(RED);
      const json = await (
        await fetch(`${world.origin}${place}`, { headers: { accept: 'application/json' } })
      ).text();
      expect(json, place).toContain(SHOWN);
      expect(json, place).not.toContain(RED);
    }
  });

  it('tells the person, and nobody else, of the red list, and who corrects each datum', async () => {
    const account = await world.story.page('/annuaire/compte', await world.story.personBearer(person.idNat));
    expect(account).toContain(RED);
    expect(account).toContain('Opérateur alpha');
    expect(account).toContain('reçu le');
    expect(account.match(/Se corrige ici/g)?.length).toBeGreaterThanOrEqual(4);
    expect(await world.story.page('/annuaire/compte')).not.toContain(RED);
  });
});

describe('the page of a structure', () => {
  it('shows what it is, its mailboxes, its source, and who works there', async () => {
    const nurse = await withRole(world.story, '313');
    await world.settle();
    const page = await world.story.page(`/annuaire/structures/${HOSPITAL}`);
    for (const text of [
      'CH DE LA FICTION',
      '990000028',
      'cardio@alpha.mssante.example',
      'FINESS',
      'Publication n°',
    ])
      expect(page).toContain(text);
    const staff = await search('', `&structure=${HOSPITAL}`);
    expect(staff.people.map(({ idNat }) => idNat)).toEqual([nurse.idNat]);
  });

  it.each(['F000000000', 'x', '%00', '..%2F'])('answers 404 for « %s »', async (id) => {
    expect((await fetch(`${world.origin}/annuaire/structures/${id}`)).status).toBe(404);
  });
});

describe('a professional of the RPPS+', () => {
  const put = async (path: string, body: unknown, method = 'PUT') => {
    const answer = await fetch(`${world.origin}/sandbox/api/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.ok, await answer.text()).toBe(true);
    await world.settle();
  };

  it('S2-33 is found with role and place 24 h after validation, not before, and no longer once closed', async () => {
    await put('rhythms', { rhythm: 'national', from: '2020-01-01T00:00:00Z' });
    const carer = await withRole(world.story, '313');
    await world.settle();
    const found = async () => (await people('aide-soignante rouen')).includes(carer.idNat);
    expect(await found()).toBe(false);
    await put('clock', { advance: 'PT24H1M' }, 'POST');
    expect(await found()).toBe(true);
    const page = await world.story.page(`/annuaire/personnes/${carer.idNat}`);
    expect(page).toContain('Aide-soignant');
    expect(page).toContain('CH DE LA FICTION');
    const bearer = await world.story.agentBearer('ENREG');
    const closed = await fetch(`${world.origin}/api/authorities/ENREG/registrations/${carer.rpps}/close`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${bearer}`,
        'idempotency-key': carer.rpps,
        'if-match': carer.etag,
      },
      body: JSON.stringify({ reason: 'RL' }),
    });
    expect(closed.status, await closed.text()).toBeLessThan(300);
    await put('clock', { advance: 'PT24H1M' }, 'POST');
    expect(await found()).toBe(false);
  });
});
