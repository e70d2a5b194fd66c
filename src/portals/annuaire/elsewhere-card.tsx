import type { EntryPerson } from '../../modules/directory/index.js';
import type { DeclaredMailbox } from '../../modules/messaging/index.js';
import { datumOrigin, type Structure } from '../../modules/structures/index.js';
import { Card, DescriptionList, Tag } from '../../ui/index.js';
import { placeName } from './place-name.js';
import { structureHref } from './search-links.js';
import { whoCorrects } from './structure-page.js';

type Props = { person: EntryPerson; mailboxes: readonly DeclaredMailbox[] };

/** What a person's file shows and others keep: the places of practice, the mailboxes. Each with who corrects it. */
export function ElsewhereCard({ person, mailboxes }: Props) {
  const places = placesOf(person);
  if (places.length + mailboxes.length === 0) return null;
  return (
    <Card title="Ce que d’autres tiennent à jour">
      <DescriptionList
        items={[
          ...places.map((place) => ({
            term: 'Nom, adresse et téléphones du lieu d’exercice',
            value: <a href={structureHref(place.id)}>{placeName(place)}</a>,
            note: whoCorrects({ source: datumOrigin(place, 'name') }),
          })),
          ...mailboxes.map((box) => ({
            term: `Messagerie sécurisée (${box.type})`,
            value: (
              <>
                {box.address} {box.redList ? <Tag>Liste rouge, jamais publiée</Tag> : null}
              </>
            ),
            note: `Déclarée par ${box.operatorName}. Se corrige auprès de cet opérateur${box.contact ? ` : ${box.contact}` : ''}.`,
          })),
        ]}
      />
    </Card>
  );
}

function placesOf({ exercises }: EntryPerson): Structure[] {
  const all = exercises.flatMap(({ activities }) => activities.flatMap(({ place }) => place ?? []));
  return [...new Map(all.map((one) => [one.id, one])).values()];
}
