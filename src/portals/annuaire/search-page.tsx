import type { Context } from 'hono';
import type { PublicPerson, SearchQuery, SearchResult } from '../../modules/directory/index.js';
import { professions } from '../../modules/nomenclatures/index.js';
import type { Env } from '../../platform/http/request.js';
import { Button, ButtonRow, Card, Field, Form, Pager, Select, Table } from '../../ui/index.js';
import { Frame, personHref } from './frame.js';
import { NothingFound } from './nothing-found.js';
import { occupation } from './occupation.js';

type SearchPageProps = { c: Context<Env>; asked: SearchQuery; result: SearchResult };

/** The public search: the form, then the people found, page by page. */
export function SearchPage({ c, asked, result }: SearchPageProps) {
  return (
    <Frame
      c={c}
      here="search"
      title="Rechercher un professionnel"
      lead="Par son nom d’exercice ou son numéro, sa profession, son lieu d’exercice."
      width="wide"
    >
      <SearchForm asked={asked} />
      {result.people.length > 0 ? (
        <Found asked={asked} result={result} />
      ) : (
        <NothingFound asked={asked} result={result} />
      )}
    </Frame>
  );
}

function SearchForm({ asked }: { asked: SearchQuery }) {
  return (
    <Form action="/annuaire" method="get" search inline label="Recherche dans l’annuaire">
      <Field
        label="Nom, prénom ou numéro"
        name="q"
        type="search"
        value={asked.q}
        autocomplete="off"
        maxlength={100}
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

function Found({ asked, result }: Omit<SearchPageProps, 'c'>) {
  const count = `${result.totalIsMore ? 'Plus de ' : ''}${result.total} professionnel${result.total > 1 ? 's' : ''}`;
  return (
    <>
      <Table
        caption={`${count}${result.place ? `, ${result.place}` : ''}`}
        columns={[
          { label: 'Nom' },
          { label: 'Profession' },
          { label: 'Lieu d’exercice' },
          { label: 'Identifiant' },
        ]}
        rows={result.people.map(row)}
      />
      <Pager
        previousHref={result.previous && pageHref(asked, result.previous)}
        nextHref={result.next && pageHref(asked, result.next)}
      />
      <Card title="Qui figure ici ?" level={2}>
        <p>
          Un professionnel apparaît dès que son autorité l’a inscrit au RPPS et que l’inscription a été
          recopiée ici : le plus souvent en une seconde, 24 heures au plus. Seule la partie publique de son
          dossier est montrée.
        </p>
      </Card>
    </>
  );
}

function row(person: PublicPerson) {
  const [first] = person.exercises;
  const places = person.exercises.flatMap(({ activities }) => activities.flatMap(({ place }) => place ?? []));
  const [place] = places;
  const more = places.length > 1 ? ` (et ${places.length - 1} autre${places.length > 2 ? 's' : ''})` : '';
  return [
    <a href={personHref(person.idNat)}>
      {[first?.civility?.label, first?.givenName, first?.name].filter(Boolean).join(' ')}
    </a>,
    occupation(person),
    place ? `${[place.name, place.address.at(-1)].filter(Boolean).join(', ')}${more}` : 'Non renseigné',
    person.idNat,
  ];
}

function pageHref(asked: SearchQuery, cursor: string): string {
  const values = { q: asked.q, profession: asked.profession, lieu: asked.place, page: cursor };
  const filled = Object.entries(values).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return `/annuaire?${new URLSearchParams(filled)}`;
}
