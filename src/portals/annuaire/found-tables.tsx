import type { PublicMailbox, PublicPerson, PublicStructure } from '../../modules/directory/index.js';
import { Table } from '../../ui/index.js';
import { personHref } from './frame.js';
import { occupation } from './occupation.js';
import { placeName } from './place-name.js';
import { structureHref } from './search-links.js';

/** The people found, one a row. */
export function PeopleTable({ caption, people }: { caption: string; people: readonly PublicPerson[] }) {
  return (
    <Table
      caption={caption}
      columns={[{ label: 'Nom' }, { label: 'Profession' }, { label: 'Où, et comment écrire' }]}
      rows={people.map(personRow)}
    />
  );
}

function personRow(person: PublicPerson) {
  const [first] = person.exercises;
  const places = person.exercises.flatMap(({ activities }) => activities.flatMap(({ place }) => place ?? []));
  const [place] = places;
  const more = places.length > 1 ? ` (et ${places.length - 1} autre${places.length > 2 ? 's' : ''})` : '';
  return [
    <>
      <a href={personHref(person.idNat)}>
        {[first?.civility?.label, first?.givenName, first?.name].filter(Boolean).join(' ')}
      </a>
      <Below>{person.idNat}</Below>
    </>,
    <>
      {occupation(person)}
      <Below>{skillsOf(person)}</Below>
    </>,
    <>
      {place ? `${[place.name, place.town].filter(Boolean).join(', ')}${more}` : 'Lieu non renseigné'}
      <Mailboxes mailboxes={person.mailboxes} />
    </>,
  ];
}

/** What a cell says besides; nothing when there is nothing to say. */
const Below = ({ children }: { children?: string | undefined }) =>
  children ? <span class="below">{children}</span> : null;

const skillsOf = ({ exercises }: PublicPerson): string =>
  [
    ...new Set(
      exercises.flatMap(({ skills }) => skills.map(({ skill }) => skill.label.replace(/ \([A-Z]+\)$/, ''))),
    ),
  ]
    .slice(0, 2)
    .join(', ');

function Mailboxes({ mailboxes: [first, ...more] }: { mailboxes: readonly PublicMailbox[] }) {
  if (!first) return null;
  return (
    <span class="below address">
      {first.address}
      {more.length > 0 ? ` (et ${more.length} de plus)` : ''}
    </span>
  );
}

/** The structures found, one a row. */
export function StructuresTable({
  caption,
  structures,
}: {
  caption: string;
  structures: readonly PublicStructure[];
}) {
  return (
    <Table
      caption={caption}
      columns={[{ label: 'Structure' }, { label: 'Catégorie' }, { label: 'Où, et comment joindre' }]}
      rows={structures.map((one) => [
        <>
          <a href={structureHref(one.id)}>{placeName(one)}</a>
          <Below>{one.finess ?? one.siret ?? one.nationalId ?? one.id}</Below>
        </>,
        one.category?.label ?? one.sector?.label ?? one.kind?.label ?? 'Lieu d’exercice',
        <>
          {one.address.join(', ') || 'Adresse non renseignée'}
          <Below>{one.phone}</Below>
        </>,
      ])}
    />
  );
}
