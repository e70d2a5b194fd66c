import type { Context } from 'hono';
import type {
  PublicActivity,
  Publication,
  PublicExercise,
  PublicPerson,
  PublicPlace,
} from '../../modules/directory/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  ButtonRow,
  Card,
  CopyButton,
  type Description,
  DescriptionList,
  PrintButton,
} from '../../ui/index.js';
import { AboutCard } from './about-card.js';
import { CorrectLinks } from './correct-links.js';
import { Frame, personHref } from './frame.js';
import { MailboxCard } from './mailbox-card.js';
import { occupation } from './occupation.js';
import { placeItems } from './place-items.js';
import { placeName } from './place-name.js';
import { structureHref } from './search-links.js';

type Props = { c: Context<Env>; person: PublicPerson; publication: Publication };

/** The public page of a person: each exercise, each place, and who guarantees what. */
export function PersonPage({ c, person, publication }: Props) {
  const [first] = person.exercises;
  const name = [first?.civility?.label, first?.givenName, first?.name].filter(Boolean).join(' ');
  return (
    <Frame
      c={c}
      here="search"
      title={name}
      lead={occupation(person)}
      breadcrumbs={[{ label: 'Annuaire', href: '/annuaire' }, { label: name }]}
      publication={publication}
    >
      <ButtonRow>
        <PrintButton />
      </ButtonRow>
      <Card title="Identifiant">
        <DescriptionList items={identifiers(person)} />
      </Card>
      {person.exercises.map((exercise) => (
        <ExerciseCard exercise={exercise} />
      ))}
      <MailboxCard mailboxes={person.mailboxes} />
      <Titles person={person} />
      <Card title="Une erreur ?">
        <p>Cette page se lit seulement. Une donnée se corrige auprès de l’autorité qui la garantit.</p>
        <CorrectLinks guarantors={person.exercises.map(({ guarantor }) => guarantor)} />
      </Card>
      <AboutCard
        jsonHref={`${personHref(person.idNat)}?format=json`}
        fhirHref={`/fhir/v2/Practitioner?identifier=${encodeURIComponent(person.idNat)}`}
      />
    </Frame>
  );
}

function identifiers({ idNat, rpps }: PublicPerson): Description[] {
  const value = (
    <>
      {idNat} <CopyButton value={idNat} />
    </>
  );
  return [
    { term: 'Identifiant national', value },
    ...(rpps === undefined ? [] : [{ term: 'Numéro RPPS', value: rpps }]),
  ];
}

const guaranteed = (label: string): string => `Garanti par ${label}`;

function ExerciseCard({ exercise }: { exercise: PublicExercise }) {
  const { guarantor, profession, category, civility, givenName, name, skills } = exercise;
  const note = guaranteed(guarantor.label);
  return (
    <Card title={profession.label} aside={category.label}>
      <DescriptionList
        items={[
          {
            term: 'Nom d’exercice',
            value: [civility?.label, givenName, name].filter(Boolean).join(' '),
            note,
          },
          { term: 'Profession', value: `${profession.label} (${category.label})`, note },
          ...skills.map((one) => ({
            term: one.type.label,
            value: one.skill.label,
            note: guaranteed(one.guarantor.label),
          })),
        ]}
      />
      {exercise.activities.map((activity) => (
        <Activity activity={activity} />
      ))}
    </Card>
  );
}

function Activity({ activity }: { activity: PublicActivity }) {
  const { place } = activity;
  const named = [
    ['Mode d’exercice', activity.mode],
    ['Genre d’activité', activity.genre],
    ['Fonction', activity.function],
    ['Rôle', activity.role],
    ['Secteur d’activité', activity.sector],
    ['Section de l’ordre', activity.pharmacistSection],
  ] as const;
  const note = guaranteed(activity.guarantor.label);
  return (
    <>
      <h3>
        {place ? <a href={structureHref(place.id)}>{placeName(place)}</a> : 'Activité sans lieu déclaré'}
      </h3>
      <DescriptionList
        items={[
          ...named.flatMap(([term, coded]) => (coded ? [{ term, value: coded.label, note }] : [])),
          ...(place ? [...placeItems(place, note), ...numbers(place, note)] : []),
        ]}
      />
    </>
  );
}

const numbers = (place: PublicPlace, note: string): Description[] =>
  (
    [
      ['Enseigne', place.brand],
      ['FINESS de l’établissement', place.finess],
      ['FINESS de l’entité juridique', place.finessLegalEntity],
      ['SIREN', place.siren],
      ['SIRET', place.siret],
    ] as const
  ).flatMap(([term, value]) => (value === undefined ? [] : [{ term, value, note }]));

function Titles({ person }: { person: PublicPerson }) {
  const titles = [...person.diplomas, ...person.authorisations];
  if (titles.length === 0) return null;
  return (
    <Card title="Diplômes et autorisations">
      <DescriptionList
        items={titles.map(({ type, subject, guarantor }) => ({
          term: type.label,
          value: subject?.label ?? 'Oui',
          note: guaranteed(guarantor.label),
        }))}
      />
    </Card>
  );
}
