import type { Context } from 'hono';
import type { Publication, SearchResult } from '../../modules/directory/index.js';
import { professions } from '../../modules/nomenclatures/index.js';
import type { Env } from '../../platform/http/request.js';
import { Alert, Button, ButtonRow, Card, Field, Form, Pager, Select, Tabs } from '../../ui/index.js';
import { PeopleTable, StructuresTable } from './found-tables.js';
import { Frame } from './frame.js';
import { NothingFound } from './nothing-found.js';
import { FacetList, UnderstoodChips } from './search-facets.js';
import { type PageQuery, searchHref } from './search-links.js';

type Props = { asked: PageQuery; result: SearchResult };
type SearchPageProps = Props & { c: Context<Env>; publication: Publication };

/** The public search: one box, what was understood, then the people or the structures found, page by page. */
export function SearchPage({ c, asked, result, publication }: SearchPageProps) {
  const shown = result.people.length + result.structures.length > 0;
  return (
    <Frame
      c={c}
      here="search"
      title="Rechercher dans l’annuaire"
      lead="Un nom, un métier, une ville, un établissement, un numéro RPPS ou FINESS, une adresse MSSanté : ensemble ou seuls."
      width="wide"
      publication={publication}
    >
      <SearchForm asked={asked} />
      <UnderstoodChips asked={asked} result={result} />
      {result.totals.people + result.totals.structures > 0 ? <Lists asked={asked} result={result} /> : null}
      <Respelt result={result} />
      {shown ? <Found asked={asked} result={result} /> : <NothingFound asked={asked} result={result} />}
    </Frame>
  );
}

function SearchForm({ asked }: { asked: PageQuery }) {
  return (
    <Form action="/annuaire" method="get" search inline label="Recherche dans l’annuaire">
      <Field
        label="Nom, métier, lieu ou numéro"
        name="q"
        type="search"
        value={asked.q}
        hint="Par exemple : martin cardiologue rouen"
        autocomplete="off"
        maxlength={200}
      />
      <Select
        label="Profession"
        name="profession"
        options={professionChoices()}
        value={asked.profession}
        blank="Toutes les professions"
      />
      <Field
        label="Lieu d’exercice"
        name="lieu"
        value={asked.place}
        hint="Ville, code postal ou département"
        autocomplete="off"
        maxlength={100}
      />
      <ButtonRow>
        <Button>Rechercher</Button>
      </ButtonRow>
    </Form>
  );
}

function professionChoices() {
  const byCode = new Map(
    professions()
      .filter(({ population }) => population !== 'formation')
      .map(({ code, label }) => [code, { value: code, label }]),
  );
  return [...byCode.values()].sort((a, b) => a.label.localeCompare(b.label, 'fr'));
}

function Lists({ asked, result }: Props) {
  const list = (tab: SearchResult['tab'], label: string) => ({
    label,
    href: searchHref({ ...asked, cursor: undefined, tab }),
    current: result.tab === tab,
    count: result.totals[tab],
  });
  return <Tabs label="Listes" items={[list('people', 'Professionnels'), list('structures', 'Structures')]} />;
}

function Respelt({ result }: { result: SearchResult }) {
  if (result.respelt.length === 0) return null;
  return (
    <Alert title="Orthographe voisine">
      {result.respelt.map(({ word, instead }) => (
        <p>
          Aucun résultat pour « {word} » : voici ceux de {instead.map((name) => `« ${name} »`).join(', ')}.
        </p>
      ))}
    </Alert>
  );
}

function Found({ asked, result }: Props) {
  const people = result.tab === 'people';
  const noun = `${people ? 'professionnel' : 'structure'}${result.total > 1 ? 's' : ''}`;
  const caption = `${result.totalIsMore ? 'Plus de ' : ''}${result.total} ${noun}${result.place ? `, ${result.place}` : ''}`;
  return (
    <div class="found">
      <FacetList asked={asked} result={result} />
      <div>
        <Order asked={asked} />
        {people ? (
          <PeopleTable caption={caption} people={result.people} />
        ) : (
          <StructuresTable caption={caption} structures={result.structures} />
        )}
        <Pager
          previousHref={result.previous && searchHref({ ...asked, cursor: result.previous })}
          nextHref={result.next && searchHref({ ...asked, cursor: result.next })}
        />
        {people ? <WhoIsHere /> : null}
      </div>
    </div>
  );
}

function Order({ asked }: { asked: PageQuery }) {
  const falling = asked.order === 'name-desc';
  return (
    <p>
      Par nom, de {falling ? 'Z à A' : 'A à Z'}.{' '}
      <a href={searchHref({ ...asked, cursor: undefined, order: falling ? undefined : 'name-desc' })}>
        Trier de {falling ? 'A à Z' : 'Z à A'}
      </a>
    </p>
  );
}

const WhoIsHere = () => (
  <Card title="Qui figure ici ?" level={2}>
    <p>
      Un professionnel apparaît dès que son autorité l’a inscrit au RPPS et que l’inscription a été recopiée
      ici : le plus souvent en une seconde, 24 heures au plus. Seule la partie publique de son dossier est
      montrée.
    </p>
  </Card>
);
