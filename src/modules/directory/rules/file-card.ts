import { commune, label } from '../../nomenclatures/index.js';
import { type Provenance, provenanceWithin } from '../../registry/index.js';
import { addressLines } from '../../structures/index.js';
import type { EntryActivity, EntryExercise, EntryPerson } from '../entry.js';
import type { FileLine, FileSection } from '../file-section.js';
import { coded, diplomaWords, professionWords, skillWords } from './words-of.js';

type Term = readonly [term: string, value: string | undefined, isDay?: 'day'];

/**
 * The whole record of a person as sections of named values, each with the authority that guarantees it and its
 * dates. Restricted data: for the person, the card support and the CPAM. What is not known is left out.
 */
export function fileCard(person: EntryPerson): FileSection[] {
  return [
    { title: 'Identifiants', lines: identifiers(person) },
    { title: 'Identité civile', lines: civilStatus(person) },
    { title: 'Coordonnées de correspondance', lines: correspondence(person) },
    ...person.exercises.flatMap(exerciseSections),
    { title: 'Diplômes', lines: person.diplomas.flatMap(diplomaLines) },
    { title: 'Autorisations d’exercice', lines: person.authorisations.flatMap(authorisationLines) },
  ].filter(({ lines }) => lines.length > 0);
}

function lines(provenance: Provenance | undefined, terms: readonly Term[]): FileLine[] {
  return terms.flatMap(([term, value, isDay]) =>
    value === undefined || value === ''
      ? []
      : [{ term, value, ...(isDay && { isDay: true }), ...(provenance && { provenance }) }],
  );
}

const words = (list: string, code: string | undefined): string | undefined =>
  code === undefined ? undefined : coded(list, code).label;

function identifiers(person: EntryPerson): FileLine[] {
  return lines(undefined, [
    ['Identifiant national', person.idNat],
    ['Numéro RPPS', person.rpps],
    ['Autres identifiants', person.otherIds.join(', ')],
    ['État du dossier', person.state === 'active' ? 'Actif' : 'Fermé'],
    ['Repris sous l’identifiant', person.mergedInto],
  ]);
}

function civilStatus({ civilStatus: civil }: EntryPerson): FileLine[] {
  if (!civil) return [];
  const { birthPlace, certification } = civil;
  const town =
    birthPlace.commune === undefined
      ? birthPlace.name
      : (commune(birthPlace.commune)?.name ?? birthPlace.name);
  return lines(civil.provenance, [
    ['Nom de naissance', civil.birthName],
    ['Nom d’usage', civil.usedName],
    ['Prénoms', civil.givenNames.join(', ')],
    ['Sexe', civil.sex === 'F' ? 'Féminin' : 'Masculin'],
    ['Civilité', words('TRE_R81', civil.civility)],
    ['Date de naissance', civil.birthDate, 'day'],
    ['Lieu de naissance', [town, birthPlace.commune].filter(Boolean).join(' ')],
    ['Pays de naissance', words('TRE_R20', birthPlace.country)],
    ['Nationalité', words('TRE_R20', civil.nationality)],
    ['État de l’identité', words('TRE_R31', certification.state)],
    ['Certifiée le', certification.at.slice(0, 10), 'day'],
    ['Certifiée par', certification.source],
  ]);
}

function correspondence({ correspondence: contacts }: EntryPerson): FileLine[] {
  if (!contacts) return [];
  return lines(contacts.provenance, [
    ['Adresse électronique', contacts.mail],
    ['Téléphone mobile', contacts.mobile?.e164],
    ['Adresse postale', contacts.address && addressLines(contacts.address).join(', ')],
  ]);
}

function exerciseSections(exercise: EntryExercise): FileSection[] {
  const profession = professionWords(exercise.profession, exercise.category).label;
  const { registration } = exercise;
  const main = lines(exercise.provenance, [
    ['Catégorie', words('TRE_R09', exercise.category)],
    ['Civilité d’exercice', words('TRE_R11', exercise.civility)],
    ['Nom d’exercice', exercise.name],
    ['Prénom d’exercice', exercise.givenName],
    ['Numéro d’inscription au tableau', registration?.number],
    ['Département d’inscription', registration?.departement],
    ['Statut de l’inscription', words('TRE_R33', registration?.status)],
    ['Inscription depuis le', registration?.since, 'day'],
    ['Début d’exercice', exercise.from, 'day'],
    ['Fin d’exercice', exercise.to, 'day'],
  ]);
  const skills = exercise.skills.flatMap((skill) =>
    lines(provenanceWithin(exercise, skill), [
      [words('TRE_R04', skill.type) ?? skill.type, skillWords(skill.type, skill.code).label],
      ['… reconnue le', skill.recognisedOn, 'day'],
    ]),
  );
  return [
    { title: `Exercice : ${profession}`, lines: [...main, ...skills] },
    ...exercise.activities.map((activity) =>
      activitySection(profession, activity, provenanceWithin(exercise, activity)),
    ),
  ];
}

function activitySection(profession: string, activity: EntryActivity, provenance: Provenance): FileSection {
  const { place } = activity;
  return {
    title: `Activité : ${place?.name ?? profession}`,
    lines: lines(provenance, [
      ['Mode d’exercice', words('TRE_R23', activity.mode)],
      ['Genre d’activité', words('TRE_R22', activity.genre)],
      ['Fonction', words('TRE_R21', activity.function)],
      ['Rôle', words('TRE_R85', activity.role)],
      ['Secteur d’activité', words('TRE_R02', activity.sector)],
      ['Section de l’ordre', words('TRE_R06', activity.pharmacistSection)],
      ['Structure', place ? `${place.name} (${place.nationalId ?? place.id})` : activity.structure],
      ['Adresse', place?.address && addressLines(place.address).join(', ')],
      ['Téléphone', activity.phone ?? place?.phone],
      ['Deuxième téléphone', activity.phone2 ?? place?.phone2],
      ['Télécopie', activity.fax ?? place?.fax],
      ['Adresse électronique', activity.mail ?? place?.mail],
      ['Début', activity.from, 'day'],
      ['Fin', activity.to, 'day'],
      ['Motif de fin', words('TRE_R25', activity.endReason)],
    ]),
  };
}

function diplomaLines({
  type,
  code,
  obtainedOn,
  place,
  number,
  provenance,
}: EntryPerson['diplomas'][number]): FileLine[] {
  return lines(provenance, [
    [label('TRE_R14', type) ?? type, diplomaWords(code).label],
    ['… obtenu le', obtainedOn, 'day'],
    ['… à', place],
    ['… sous le numéro', number],
  ]);
}

function authorisationLines(one: EntryPerson['authorisations'][number]): FileLine[] {
  return lines(one.provenance, [
    ['Autorisation', words('TRE_R17', one.type)],
    ['… discipline', one.discipline],
    ['… du', one.from, 'day'],
    ['… au', one.to, 'day'],
  ]);
}
