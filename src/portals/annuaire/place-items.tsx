import type { PublicPlace } from '../../modules/directory/index.js';
import type { Description } from '../../ui/index.js';

/** Where a place is and how to reach it; what is not known is left out. */
export function placeItems(place: PublicPlace, note: string): Description[] {
  const address = place.address.map((line, index) => (index === 0 ? line : [<br />, line]));
  const items: [string, Description['value'] | undefined][] = [
    ['Adresse', place.address.length > 0 ? <span>{address}</span> : undefined],
    ['Téléphone', place.phone && <a href={`tel:${place.phone}`}>{place.phone}</a>],
    ['Deuxième téléphone', place.phone2 && <a href={`tel:${place.phone2}`}>{place.phone2}</a>],
    ['Télécopie', place.fax],
    ['Adresse électronique', place.mail && <a href={`mailto:${place.mail}`}>{place.mail}</a>],
  ];
  return items.flatMap(([term, value]) => (value === undefined ? [] : [{ term, value, note }]));
}
