import type { MemberRecord } from '../../../modules/authorities/index.js';
import { label, profession } from '../../../modules/nomenclatures/index.js';
import { Card, type Description, DescriptionList, formatPhone, Time } from '../../../ui/index.js';
import { shownAddress } from './shown.js';

const day = (value: string | undefined) => (value ? <Time value={value} /> : undefined);
const word = (list: string, code: string | undefined) => (code ? (label(list, code) ?? code) : undefined);

/** The régalienne identity: the five traits, and who certified them. */
export function CivilStatusBlock({ record }: { record: MemberRecord }) {
  const { civilStatus: civil } = record;
  const items: Description[] = [
    { term: 'Nom de naissance', value: civil.birthName },
    { term: 'Prénoms', value: civil.givenNames.join(', ') },
    { term: 'Sexe', value: civil.sex === 'F' ? 'Féminin' : 'Masculin' },
    { term: 'Date de naissance', value: day(civil.birthDate) },
    { term: 'Lieu de naissance', value: civil.birthPlace.name },
  ];
  const { state, at, source } = civil.certification;
  return (
    <Card title="Identité (cinq traits)">
      <DescriptionList items={items} />
      <DescriptionList
        items={[
          { term: 'Nom d’usage', value: civil.usedName },
          {
            term: 'Certification',
            value: word('TRE_R31', state),
            note: <Certifier source={source} at={at} />,
          },
        ]}
      />
    </Card>
  );
}

const Certifier = ({ source, at }: { source: string; at: string }) => (
  <>
    {source}, {day(at.slice(0, 10))}
  </>
);

/** The profession of an exercise in words. */
export const professionName = ({
  profession: code,
  category,
}: {
  profession: string;
  category: string;
}): string => profession(code, category)?.label ?? code;

/** The sectorial identity: how the person practises. One card an exercise, then the titles. */
export function SectorBlock({ record }: { record: MemberRecord }) {
  const titles = record.diplomas.map((one) => ({
    term: word('TRE_R14', one.type) ?? one.type,
    value: one.code,
    ...(one.obtainedOn && { note: day(one.obtainedOn) }),
  }));
  return (
    <>
      {record.exercises.map((exercise) => (
        <Card title={`Exercice : ${professionName(exercise)}`}>
          <DescriptionList items={exerciseItems(exercise)} />
        </Card>
      ))}
      {titles.length > 0 ? (
        <Card title="Diplômes">
          <DescriptionList items={titles} />
        </Card>
      ) : null}
    </>
  );
}

function exerciseItems(exercise: MemberRecord['exercises'][number]): Description[] {
  const { registration } = exercise;
  return [
    { term: 'Nom et prénom d’exercice', value: `${exercise.name} ${exercise.givenName}` },
    { term: 'Catégorie', value: word('TRE_R09', exercise.category) },
    { term: 'Depuis', value: day(exercise.from) },
    {
      term: 'Numéro d’ordre',
      value: registration?.number,
      ...(registration?.status && { note: word('TRE_R33', registration.status) }),
    },
    { term: 'Savoir-faire', value: exercise.skills.map(skillName).join(', ') },
    { term: 'Activités', value: exercise.activities.map(activityName).join(', ') },
  ];
}

const SKILL_LISTS = ['TRE_R38', 'TRE_R39', 'TRE_R40', 'TRE_R42', 'TRE_R43', 'TRE_R44', 'TRE_R45', 'TRE_G13'];

const skillName = ({ code }: { code: string }) =>
  SKILL_LISTS.flatMap((list) => label(list, code) ?? []).at(0) ?? code;

const activityName = ({ mode, key }: { mode?: string; key: string }) => word('TRE_R23', mode) ?? key;

/** How the person is reached. Restricted: the person and the agents of the authority only. */
export function ContactBlock({ record }: { record: MemberRecord }) {
  const { mail, mobile, address } = record.correspondence;
  return (
    <Card title="Coordonnées de correspondance">
      <DescriptionList
        items={[
          { term: 'Courriel', value: mail },
          { term: 'Mobile', value: mobile && formatPhone(mobile.e164) },
          { term: 'Adresse', value: shownAddress(address) },
        ]}
      />
    </Card>
  );
}
