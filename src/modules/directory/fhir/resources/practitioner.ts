import type { Extension, Practitioner } from 'fhir/r4.js';
import { profession, savoirFaireList } from '../../../nomenclatures/index.js';
import { provenanceWithin } from '../../../registry/index.js';
import type { EntryExercise, EntryPerson } from '../../entry.js';
import type { OpenCard, OpenMailbox } from './entry-record.js';
import { exerciseName, practitionerId } from './ids.js';
import { metaOf, type Stamp } from './meta.js';
import { mailboxTelecom } from './telecom.js';
import { ANNUAIRE, coding, concept, dataTrace, IDENTIFIERS, identifier } from './vocabulary.js';

type Who = Pick<EntryPerson, 'idNat' | 'rpps'>;

const identifiersOf = ({ idNat, rpps }: Who) => [
  identifier('IDNPS', IDENTIFIERS.person, idNat),
  ...(rpps === undefined ? [] : [identifier('RPPS', IDENTIFIERS.rpps, rpps)]),
];

/** What remains of an exercise that has ended: id, identifiers, inactive. */
export const formerPractitioner = (who: Who, exercise: string, stamp: Stamp): Practitioner => ({
  resourceType: 'Practitioner',
  id: practitionerId(who.idNat, exercise),
  meta: metaOf(stamp, 'practitioner', 'practitioner'),
  language: 'fr',
  identifier: identifiersOf(who),
  active: false,
});

/**
 * A person in one of his exercises, as profile as-dp-practitioner allows: built field by field, so that nothing else
 * leaves. In: the entry, a current exercise, the day, the mailboxes and cards that everybody may know.
 */
export function practitioner(
  person: EntryPerson,
  exercise: EntryExercise,
  stamp: Stamp,
  about: {
    readonly on: string;
    readonly mailboxes: readonly OpenMailbox[];
    readonly cards: readonly OpenCard[];
  },
): Practitioner {
  const { authority } = exercise.provenance;
  const telecom = about.mailboxes.filter(({ structureId }) => structureId === undefined).map(mailboxTelecom);
  const extension = [
    ...about.cards.map(smartcard),
    ...person.authorisations
      .filter(({ from, to }) => (from ?? about.on) <= about.on && (to ?? about.on) >= about.on)
      .map(authorisation),
  ];
  return {
    resourceType: 'Practitioner',
    id: practitionerId(person.idNat, exerciseName(exercise)),
    meta: metaOf(stamp, 'practitioner', 'practitioner', [dataTrace('RPPS', authority)]),
    language: 'fr',
    ...(extension.length > 0 && { extension }),
    identifier: identifiersOf(person),
    active: true,
    name: [
      {
        ...(exercise.name !== '' && { family: exercise.name }),
        ...(exercise.givenName !== '' && { given: [exercise.givenName] }),
        ...(exercise.civility !== undefined && { suffix: [exercise.civility] }),
      },
    ],
    ...(telecom.length > 0 && { telecom }),
    qualification: qualifications(person, exercise),
  };
}

function qualifications(
  person: EntryPerson,
  exercise: EntryExercise,
): NonNullable<Practitioner['qualification']> {
  const list = (profession(exercise.profession, exercise.category) ?? profession(exercise.profession))?.list;
  return [
    ...person.diplomas.map(({ type, code, provenance }) => ({
      extension: [dataTrace('RPPS', provenance.authority)],
      code: concept(coding(/^DE/.test(code) ? 'TRE_R48' : 'JDV_J183', code), coding('TRE_R14', type)),
    })),
    {
      extension: [dataTrace('RPPS', exercise.provenance.authority)],
      code: concept(coding(list ?? 'TRE_G15', exercise.profession), coding('TRE_R09', exercise.category)),
    },
    ...exercise.skills.map((skill) => ({
      extension: [dataTrace('RPPS', provenanceWithin(exercise, skill).authority)],
      code: concept(
        coding('TRE_R04', skill.type),
        coding(savoirFaireList(skill.type) ?? 'TRE_R38', skill.code),
      ),
    })),
  ];
}

/** A card in use, as everybody may know it. */
export const smartcard = ({ type, number, issuedOn, expiresOn }: OpenCard): Extension => ({
  url: `${ANNUAIRE}as-ext-smartcard`,
  extension: [
    { url: 'type', valueCodeableConcept: concept({ code: type, display: `Carte ${type}` }) },
    { url: 'number', valueString: number },
    { url: 'period', valuePeriod: { start: issuedOn, end: expiresOn } },
    dataTrace('CG'),
  ],
});

/** An authorisation to practise, without its period. */
export const authorisation = ({
  type,
  discipline,
  provenance,
}: EntryPerson['authorisations'][number]): Extension => ({
  url: `${ANNUAIRE}as-ext-frpractitioner-authorization`,
  extension: [
    { url: 'type', valueCodeableConcept: concept(coding('TRE_R17', type)) },
    ...(discipline === undefined
      ? []
      : [{ url: 'field', valueCodeableConcept: concept(coding('TRE_R38', discipline)) }]),
    dataTrace('RPPS', provenance.authority),
  ],
});
