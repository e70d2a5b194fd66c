import type { EntryActivity, EntryExercise, EntryPerson } from '../../src/modules/directory/index.js';
import type { Structure } from '../../src/modules/structures/index.js';

const from = (authority: string) => ({
  authority,
  validFrom: '2020-01-01',
  recordedAt: '2020-01-01T00:00:00.000Z',
  act: 'register',
});

const cabinet: Structure = {
  id: 'R99700000000001',
  nationalId: '499780000016001',
  name: 'CABINET DES ESSAIS',
  sector: 'SA07',
  address: {
    recipient: 'CABINET DES ESSAIS',
    streetNumber: '2',
    streetType: 'R',
    street: 'DES TESTS',
    cedexOffice: '75015 PARIS',
    postcode: '75015',
    commune: '75115',
    departement: '75',
    country: '99000',
  },
  phone: '0199000001',
};

const hospital: Structure = {
  id: 'F750821092',
  nationalId: '1750821092',
  finess: '750821092',
  finessLegalEntity: '750000001',
  siret: '26750045200011',
  siren: '267500452',
  name: 'HOPITAL DES ESSAIS',
  brand: 'HDE',
  sector: 'SA01',
};

function activity(authority: string, rest: Partial<EntryActivity>): EntryActivity {
  return { key: 'a1', provenance: from(authority), ...rest };
}

function exercise(authority: string, rest: Partial<EntryExercise>): EntryExercise {
  return {
    key: 'e1',
    profession: '10',
    category: 'C',
    civility: 'DR',
    name: 'EXEMPLE',
    givenName: 'Camille',
    skills: [],
    activities: [],
    provenance: from(authority),
    ...rest,
  };
}

/** A person with a civil status (all invented); `rest` is what the persona is about. */
export function person(idNat: string, authority: string, rest: Partial<EntryPerson>): EntryPerson {
  return {
    idNat,
    state: 'active',
    version: 1,
    origins: { [authority]: 1 },
    otherIds: [],
    civilStatus: {
      birthName: 'EXEMPLE',
      givenNames: ['Camille', 'Anne'],
      sex: 'F',
      birthDate: '1980-02-03',
      birthPlace: { commune: '75115', country: '99000', name: 'PARIS' },
      civility: 'MME',
      certification: { state: 'C', at: '2020-01-01', source: 'RNIPP' },
      provenance: from(authority),
    },
    correspondence: {
      mail: 'jeanne.exemple@messagerie.fr',
      mobile: { e164: '+33639980042', original: '06 39 98 00 42', source: authority },
      provenance: from(authority),
    },
    exercises: [],
    diplomas: [],
    authorisations: [],
    ...rest,
  };
}

/** One person of each kind that the national format treats in its own way. */
export const personas: Record<string, EntryPerson> = {
  'doctor-two-exercises': person('899780000016', 'CNOM', {
    rpps: '99780000016',
    otherIds: ['0751234567'],
    exercises: [
      exercise('CNOM', {
        name: 'EXERCICE',
        skills: [
          { type: 'S', code: 'SM54', provenance: from('CNOM') },
          { type: 'S', code: 'SM26', provenance: from('CNOM') },
        ],
        activities: [activity('CNOM', { mode: 'L', genre: 'GENR01', sector: 'SA07', place: cabinet })],
      }),
      exercise('CNOM', {
        key: 'e2',
        category: 'M',
        activities: [
          activity('CNOM', {
            mode: 'S',
            genre: 'GENR01',
            function: 'FON-01',
            place: hospital,
            phone: '0199000009',
          }),
        ],
      }),
    ],
  }),
  pharmacist: person('899780000024', 'CNOP', {
    exercises: [
      exercise('CNOP', {
        profession: '21',
        civility: 'M',
        activities: [
          activity('CNOP', {
            mode: 'L',
            genre: 'GENR01',
            sector: 'SA33',
            pharmacistSection: 'A',
            place: cabinet,
          }),
        ],
      }),
    ],
  }),
  nurse: person('899780000032', 'ONI', {
    exercises: [
      exercise('ONI', {
        profession: '60',
        civility: 'MME',
        activities: [activity('ONI', { mode: 'S', genre: 'GENR01', place: hospital })],
      }),
    ],
  }),
  'role-313': person('899780000040', 'ENREG', {
    exercises: [
      exercise('ENREG', {
        profession: '99',
        civility: 'MME',
        activities: [activity('ENREG', { mode: 'S', role: '313', place: hospital })],
      }),
    ],
  }),
  military: person('899780000057', 'SSA', {
    exercises: [
      exercise('SSA', {
        category: 'M',
        activities: [activity('SSA', { mode: 'M', genre: 'GENR01' })],
      }),
    ],
  }),
  'cpe-holder': person('3750821092/CPET00001', 'ENREG', {}),
  adeli: person('0751234568', 'ARS-11', {
    exercises: [
      exercise('ARS-11', {
        profession: '93',
        civility: 'MME',
        activities: [activity('ARS-11', { mode: 'L', place: cabinet })],
      }),
    ],
  }),
};
