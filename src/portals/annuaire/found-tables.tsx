import type { PublicMailbox, PublicPerson, PublicStructure } from '../../modules/directory/index.js';
import { Table } from '../../ui/index.js';
import { personHref } from './frame.js';
import { occupation } from './occupation.js';
import { structureHref } from './search-links.js';

/** The people found, one a row. */
export function PeopleTable({ caption, people }: { caption: string; people: readonly PublicPerson[] }) {
  return (
    <Table
      caption={caption}
      columns={[
        { label: 'Nom' },
        { label: 'Profession' },
        { label: 'Lieu d’exercice' },
        { label: 'Messagerie sécurisée' },
        { label: 'Identifiant' },
      ]}
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
    <a href={personHref(person.idNat)}>
      {[first?.civility?.label, first?.givenName, first?.name].filter(Boolean).join(' ')}
    </a>,
    [occupation(person), skillsOf(person)].filter(Boolean).join(', '),
    place ? `${[place.name, place.address.at(-1)].filter(Boolean).join(', ')}${more}` : 'Non renseigné',
    mailboxCell(person.mailboxes),
    person.idNat,
  ];
}

const skillsOf = ({ exercises }: PublicPerson): string =>
  [
    ...new Set(
      exercises.flatMap(({ skills }) => skills.map(({ skill }) => skill.label.replace(/ \([A-Z]+\)$/, ''))),
    ),
  ]
    .slice(0, 2)
    .join(', ');

function mailboxCell(mailboxes: readonly PublicMailbox[]) {
  const [first] = mailboxes;
  if (!first) return 'Aucune adresse publiée';
  return (
    <span class="address">
      {first.address}
      {mailboxes.length > 1 ? ` (et ${mailboxes.length - 1} de plus)` : ''}
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
      columns={[
        { label: 'Structure' },
        { label: 'Catégorie' },
        { label: 'Adresse' },
        { label: 'Téléphone' },
        { label: 'Numéro' },
      ]}
      rows={structures.map((one) => [
        <a href={structureHref(one.id)}>{one.name}</a>,
        one.category?.label ?? one.sector?.label ?? one.kind?.label ?? 'Lieu d’exercice',
        one.address.join(', ') || 'Non renseignée',
        one.phone ?? 'Non renseigné',
        one.finess ?? one.siret ?? one.nationalId ?? one.id,
      ])}
    />
  );
}
