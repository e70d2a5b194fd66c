import type { Asked, CountedKind, SearchResult } from '../../modules/directory/index.js';
import { type Chip, Chips, Facets } from '../../ui/index.js';
import { type PageQuery, searchHref } from './search-links.js';

type Props = { asked: PageQuery; result: SearchResult };

const TITLES: Readonly<Record<CountedKind | 'place', string>> = {
  profession: 'Profession',
  skill: 'Savoir-faire',
  role: 'Rôle',
  mode: 'Mode d’exercice',
  category: 'Catégorie de structure',
  departement: 'Département',
  place: 'Lieu',
};

/** What was understood of the question: each thing can be taken away, or taken as a name. */
export function UnderstoodChips({ asked, result }: Props) {
  const bare: PageQuery = { ...asked, cursor: undefined, tab: undefined };
  const understood = result.understood.map(
    ({ kind, label, rest, asName }): Chip => ({
      name: TITLES[kind],
      label,
      removeHref: searchHref({ ...bare, q: rest }),
      other:
        asName === undefined
          ? undefined
          : { label: 'c’est un nom', href: searchHref({ ...bare, q: asName }) },
    }),
  );
  const chosen = result.chosen.map(
    ({ kind, label }): Chip => ({
      name: TITLES[kind],
      label,
      removeHref: searchHref({ ...bare, [kind]: undefined }),
    }),
  );
  const structure: Chip[] = asked.structure
    ? [
        {
          name: 'Structure',
          label: asked.structure,
          removeHref: searchHref({ ...bare, structure: undefined }),
        },
      ]
    : [];
  return <Chips label="Ce qui a été compris" items={[...understood, ...chosen, ...structure]} />;
}

/** Ways to narrow the list, with what each would leave. */
export function FacetList({ asked, result }: Props) {
  const kinds = Object.entries(result.facets) as [CountedKind, SearchResult['facets'][CountedKind]][];
  const plus = result.totalIsMore ? '+' : '';
  return (
    <Facets
      label="Affiner la liste"
      groups={kinds.map(([kind, counts = []]) => ({
        title: TITLES[kind],
        items: counts.map(({ value, label, count }) => ({
          label,
          count: `${count}${plus}`,
          href: searchHref({ ...asked, cursor: undefined, [kind satisfies keyof Asked]: value }),
        })),
      }))}
    />
  );
}
