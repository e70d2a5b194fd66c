import type { EntryPerson } from '../../src/modules/directory/index.js';

const provenance = {
  authority: 'CNOM',
  validFrom: '1911-01-11',
  recordedAt: '1912-02-12T00:00:00Z',
  act: 'ZQACT',
};

/** A person with a text of its own in every field, public or not, so that each can be looked for in an answer. */
export const MARKED: EntryPerson = {
  idNat: '899700000013',
  rpps: '99700000013',
  state: 'active',
  version: 1,
  origins: { CNOM: 1 },
  otherIds: ['0ZQOTHERID'],
  civilStatus: {
    birthName: 'ZQBIRTHNAME',
    usedName: 'ZQUSEDNAME',
    givenNames: ['ZQGIVENONE', 'ZQGIVENTWO'],
    sex: 'F',
    birthDate: '1913-03-13',
    birthPlace: { commune: '2A004', country: '99127', name: 'ZQBIRTHPLACE' },
    civility: 'ZQCIVILITY',
    nationality: '99139',
    certification: { state: 'ZQCERTSTATE', at: '1914-04-14', source: 'ZQCERTSOURCE' },
    provenance,
  },
  exercises: [
    {
      key: 'ZQEXERCISEKEY',
      profession: '10',
      category: 'C',
      civility: 'DR',
      name: 'PUBLICNAME',
      givenName: 'PUBLICGIVEN',
      registration: {
        number: 'ZQORDRENUMBER',
        departement: 'ZQORDREDEPT',
        status: 'ZQORDRESTATUS',
        since: '1915-05-15',
      },
      from: '1916-06-16',
      to: '2196-06-16',
      skills: [{ type: 'S', code: 'SM26', recognisedOn: '1917-07-17', provenance }],
      activities: [
        {
          key: 'ZQACTIVITYKEY',
          mode: 'L',
          genre: 'GENR01',
          function: 'FON-01',
          sector: 'SA07',
          structure: 'R99000000000001',
          phone: '+33199000001',
          phone2: '+33199000002',
          fax: '+33199000003',
          mail: 'zqactivity@restricted.example',
          from: '1918-08-18',
          to: '2198-08-18',
          endReason: 'ZQENDREASON',
          place: {
            id: 'R99000000000001',
            siret: '99900000000017',
            siren: '999000001',
            name: 'PUBLICPLACE',
            brand: 'PUBLICBRAND',
            sector: 'SA07',
            address: {
              street: 'PUBLICSTREET',
              postcode: '69003',
              commune: '69383',
              communeName: 'PUBLICTOWN',
            },
            phone: '+33199000011',
            mail: 'public@place.example',
          },
          provenance,
        },
        {
          key: 'gone',
          mode: 'B',
          to: '1919-09-19',
          place: { id: 'R99000000000002', name: 'ZQFORMERPLACE' },
          provenance,
        },
      ],
      provenance,
    },
    {
      key: 'former',
      profession: '60',
      category: 'C',
      name: 'ZQFORMERNAME',
      givenName: 'ZQFORMERGIVEN',
      to: '1921-01-21',
      skills: [],
      activities: [],
      provenance,
    },
  ],
  diplomas: [
    {
      type: 'DE',
      code: 'DE05',
      obtainedOn: '1922-02-22',
      place: 'ZQDIPLOMAPLACE',
      number: 'ZQDIPLOMANUMBER',
      provenance,
    },
  ],
  authorisations: [{ type: 'AM01', discipline: 'SM26', from: '1923-03-23', to: '2123-03-23', provenance }],
  correspondence: {
    mail: 'zqmail@restricted.example',
    mobile: { e164: '+33639980001', original: '06 39 98 00 01', source: 'ZQPHONESOURCE' },
    address: { street: 'ZQHOMESTREET', postcode: '20000', communeName: 'ZQHOMETOWN' },
    provenance,
  },
};

/** What an answer to the public holds of MARKED. */
export const PUBLIC = [
  '899700000013',
  'PUBLICNAME',
  'PUBLICGIVEN',
  'Médecin',
  'Docteur',
  'PUBLICPLACE',
  'PUBLICTOWN',
];

/** What only the person's own page may add to it in public. */
export const PUBLIC_DETAIL = [
  'PUBLICBRAND',
  'PUBLICSTREET',
  '+33199000011',
  'public@place.example',
  '999000001',
  'Qualifié en Médecine générale (SM)',
  'Titulaire de cabinet',
  'DE Docteur en médecine',
];

/** The elements that the texts keep from the public, each with every way in which it could be written. */
export const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  'other identifiers': ['ZQOTHERID'],
  'birth name': ['ZQBIRTHNAME'],
  'used name': ['ZQUSEDNAME'],
  'given names': ['ZQGIVENONE', 'ZQGIVENTWO'],
  sex: ['"sex"', 'Féminin', 'Sexe'],
  'birth date': ['1913', '13/03'],
  'birth place': ['ZQBIRTHPLACE', '2A004', 'Ajaccio', '99127', 'République italienne'],
  civility: ['ZQCIVILITY'],
  nationality: ['99139', 'République portugaise'],
  certification: ['ZQCERTSTATE', 'ZQCERTSOURCE', '1914'],
  'registration at the ordre': ['ZQORDRENUMBER', 'ZQORDREDEPT', 'ZQORDRESTATUS', '1915'],
  'dates of effect of an exercise': ['1916', '2196', '1921'],
  'date of a savoir-faire': ['1917'],
  'dates of an activity': ['1918', '2198', '1919'],
  'reason of the end of an activity': ['ZQENDREASON'],
  'contacts of the person at a place': ['+33199000001', '+33199000002', '+33199000003', 'zqactivity'],
  'career: places and exercises that ended': ['ZQFORMERPLACE', 'ZQFORMERNAME', 'ZQFORMERGIVEN', 'Infirmier'],
  'SIRET of a practice': ['99900000000017'],
  'details of a diploma': ['1922', 'ZQDIPLOMAPLACE', 'ZQDIPLOMANUMBER'],
  'period of an authorisation': ['1923', '2123'],
  'correspondence mail': ['zqmail'],
  'correspondence mobile': ['639980001', '06 39 98 00 01', 'ZQPHONESOURCE'],
  'correspondence address': ['ZQHOMESTREET', 'ZQHOMETOWN', '20000'],
  'dates and acts of the register': ['1911', '1912', 'ZQACT'],
};

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/**
 * Whether a text writes a mark. A year counts where it could be one: on its own, or in a compact date. A UUID or a
 * version in milliseconds holds any four digits by chance.
 */
export function writes(text: string, mark: string): boolean {
  if (!/^\d{4}$/.test(mark)) return text.includes(mark);
  return new RegExp(`(?<![0-9a-f])${mark}(?:\\d{4})?(?![0-9a-f])`).test(text.replace(UUID, ''));
}
