import { entryLine } from '../../src/modules/directory/rules/entry-line.js';
import { writeEntries } from '../../src/modules/directory/store.js';
import type { Mailbox } from '../../src/modules/messaging/index.js';
import { makeRpps } from '../../src/modules/nomenclatures/index.js';
import type { Person, PersonActivity, PersonExercise } from '../../src/modules/registry/index.js';
import type { Structure } from '../../src/modules/structures/index.js';
import type { Ctx } from '../../src/platform/context.js';

/** Numbers that look drawn and are always the same. */
export function drawer(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const FAMILIES =
  'MARTIN,LE GUEN,D’ARTAGNAN,NGUYEN,DUPONT-MOREL,FÉVRIER,ŒUVRARD,PETIT,MARTINEZ,DROUET,PRIEUR,SAINT-MÉDARD,GARCIA,ROY,LEROY,BLANC'.split(
    ',',
  );
const GIVEN = 'Claire,Jean-Noël,Zoé,Karim,Anne-Sophie,Élodie,Paul,Inès,Loïc,Maud'.split(',');
const TOWNS = [
  ['69383', '69003', 'LYON'],
  ['76540', '76000', 'ROUEN'],
  ['97411', '97400', 'SAINT-DENIS'],
  ['93066', '93200', 'SAINT-DENIS'],
  ['29019', '29200', 'BREST'],
  ['2A004', '20000', 'AJACCIO'],
] as const;
const WORK = [
  { profession: '10', skills: ['SM26', 'SM54', 'SM02'] },
  { profession: '60', skills: [] },
  { profession: '21', skills: [] },
  { profession: '40', skills: [] },
  { profession: '50', skills: [] },
] as const;

const provenance = (authority: string) => ({
  authority,
  validFrom: '2020-01-01T00:00:00.000Z',
  recordedAt: '2020-01-01T08:00:00.000Z',
  act: 'register',
});

const pick = <T>(draw: (below: number) => number, all: readonly T[]): T => all[draw(all.length)] as T;

/** Invented structures: ten legal entities, their establishments, practices and employers. */
export function someStructures(): Structure[] {
  const draw = drawer(7);
  return Array.from({ length: 110 }, (_, i): Structure => {
    const [commune, postcode, communeName] = pick(draw, TOWNS);
    const n = String(i).padStart(3, '0');
    const address = {
      streetNumber: String(1 + draw(90)),
      streetType: 'AV',
      street: `DES ESSAIS ${i}`,
      commune,
      postcode,
      communeName,
    };
    if (i < 10) {
      const finess = `99000${n}1`;
      return {
        id: `F${finess}`,
        nationalId: `1${finess}`,
        finess,
        kind: 'EJ',
        name: `CENTRE HOSPITALIER ${i}`,
        legalStatus: '13',
        siren: `99900${n}1`,
        address,
        source: 'FINESS',
      };
    }
    if (i < 60) {
      const finess = `99001${n}2`;
      return {
        ...{
          id: `F${finess}`,
          nationalId: `1${finess}`,
          finess,
          kind: 'EG',
          finessLegalEntity: `99000${String(i % 10).padStart(3, '0')}1`,
        },
        ...{
          name: `HÔPITAL ${pick(draw, FAMILIES)}`,
          category: pick(draw, ['355', '620', '124']),
          sector: pick(draw, ['SA01', 'SA33', 'SA05']),
          ape: '86.10Z',
          openedOn: '2001-01-01',
          address,
          source: 'FINESS',
        },
        ...(i % 3 === 0 && {
          brand: `CLINIQUE ${i}`,
          phone: '0199000100',
          mail: `contact${i}@place.example`,
        }),
        ...(i % 17 === 0 && { closedOn: '2025-12-31' }),
      };
    }
    if (i < 100)
      return {
        id: `R9970000000${n}`,
        nationalId: `49970000000${n}`,
        name: `CABINET ${pick(draw, FAMILIES)}`,
        sector: 'SA07',
        siret: '99900000000017',
        address,
      };
    return {
      id: `C99900000${n}17`,
      nationalId: `399900000${n}17`,
      siret: `99900000${n}17`,
      name: `EMPLOYEUR ${i}`,
      sector: 'SA42',
      address,
    };
  });
}

function exerciseOf(
  draw: (below: number) => number,
  n: number,
  places: readonly Structure[],
  rank: number,
): PersonExercise {
  const { profession, skills } = pick(draw, WORK.slice(rank * 2, rank * 2 + 2 + (rank === 0 ? 0 : 1)));
  const authority = { 10: 'CNOM', 60: 'ONI', 21: 'CNOP', 40: 'ONCD', 50: 'CNOSF' }[profession] ?? 'CNOM';
  const activities = Array.from({ length: draw(4) }, (_, a): PersonActivity => {
    const employer = pick(draw, places);
    return {
      key: `a${a + 1}`,
      mode: pick(draw, ['L', 'S', 'B']),
      genre: pick(draw, ['GENR01', 'GENR01', 'GENR03']),
      ...(draw(3) === 0 && { function: pick(draw, ['FON-01', 'FON-AU']) }),
      ...(draw(8) > 0 && { structure: employer.id }),
      from: '2019-03-03',
      mail: 'secret@restricted.example',
      provenance: provenance(authority),
    };
  });
  return {
    key: `${authority}/${profession}-C`,
    profession,
    category: draw(12) === 0 ? 'E' : 'C',
    ...(draw(2) === 0 && { civility: pick(draw, ['DR', 'PR']) }),
    name: pick(draw, FAMILIES),
    givenName: pick(draw, GIVEN),
    skills:
      skills.length > 0 && draw(3) > 0
        ? [{ type: 'S', code: pick(draw, skills), provenance: provenance(authority) }]
        : [],
    activities,
    registration: { number: `ORDRE${n}` },
    from: '2010-01-01',
    provenance: provenance(authority),
  };
}

/** Invented people who work in some structures; the same for the same number. */
export function somePeople(count: number, places: readonly Structure[]): Person[] {
  const workplaces = places.filter(({ kind }) => kind !== 'EJ');
  return Array.from({ length: count }, (_, n): Person => {
    const draw = drawer(n * 7919 + 11);
    const staff = n % 50 === 49;
    const rpps = makeRpps(String(9_970_100_000 + n));
    return {
      idNat: staff ? `3990010122/AG-${n}` : `8${rpps}`,
      ...(!staff && { rpps }),
      state: 'active',
      version: 1,
      origins: { CNOM: 1 },
      otherIds: [],
      civilStatus: {
        birthName: `BIRTHNAME${n}`,
        givenNames: ['SECOND'],
        sex: 'F',
        birthDate: '1980-05-05',
        birthPlace: { country: '99000', commune: '69383', name: 'Lyon' },
        certification: { state: 'C', at: '2020-01-01', source: 'RNIPP' },
        provenance: provenance('CNOM'),
      },
      exercises: Array.from({ length: draw(10) === 0 ? 2 : 1 }, (_, rank) =>
        exerciseOf(draw, n, workplaces, rank),
      ),
      diplomas:
        draw(3) === 0
          ? []
          : [{ type: 'DE', code: pick(draw, ['DE05', 'DE28']), provenance: provenance('CNOM') }],
      authorisations:
        draw(20) === 0 ? [{ type: 'AM01', discipline: 'SM26', provenance: provenance('CNOM') }] : [],
    };
  });
}

/** Puts people straight into the directory, as its projection would. */
export async function writePeople(
  ctx: Ctx,
  people: readonly Person[],
  places: readonly Structure[],
  on: string,
): Promise<void> {
  const byId = new Map(places.map((one) => [one.id, one]));
  await writeEntries(
    ctx,
    people.map((person) => entryLine(person, byId, on)),
  );
}

/** A mailbox that everybody may know. */
export const openMailbox = (address: string, of: Pick<Mailbox, 'type'> & Partial<Mailbox>): Mailbox => ({
  id: address,
  address,
  dematerialisation: true,
  redList: false,
  published: true,
  operator: 'OPER',
  updatedAt: '2026-01-01T00:00:00Z',
  ...of,
});
