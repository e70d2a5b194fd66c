import type { Context } from 'hono';
import { professionWords } from '../../modules/directory/index.js';
import type { Person } from '../../modules/registry/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Button,
  ButtonRow,
  EmptyState,
  errorFor,
  Field,
  type FieldError,
  Form,
  Table,
  Tag,
  Time,
} from '../../ui/index.js';
import { cardHref, Frame } from './frame.js';

export interface Asked {
  readonly q: string;
  readonly birthDate: string;
}

interface SearchPageProps {
  readonly c: Context<Env>;
  readonly asked: Asked;
  /** Absent before anything was asked. */
  readonly result?: { readonly people: readonly Person[]; readonly next?: string };
  readonly errors?: readonly FieldError[];
}

/** The search of the register, by number or civil identity. A form that is posted: nothing personal in an address. */
export function SearchPage({ c, asked, result, errors = [] }: SearchPageProps) {
  return (
    <Frame
      c={c}
      title="Consulter le RPPS"
      lead="Lecture seule, réservée à l’Assurance maladie. Chaque dossier ouvert est inscrit au journal."
      width="wide"
    >
      <Form action="/rpps" search inline label="Recherche dans le RPPS">
        <Field
          label="Numéro, ou nom et prénom"
          name="q"
          value={asked.q}
          error={errorFor(errors, 'q')}
          autocomplete="off"
          maxlength={100}
        />
        <Field
          label="Date de naissance"
          name="naissance"
          type="date"
          width="short"
          value={asked.birthDate}
          error={errorFor(errors, 'naissance')}
          optional
        />
        <ButtonRow>
          <Button>Rechercher</Button>
        </ButtonRow>
      </Form>
      {result ? <Found asked={asked} result={result} /> : null}
    </Frame>
  );
}

function Found({ asked, result }: Required<Pick<SearchPageProps, 'asked' | 'result'>>) {
  return (
    <>
      <Table
        caption="Personnes trouvées"
        columns={[
          { label: 'Identifiant' },
          { label: 'Nom de naissance et prénoms' },
          { label: 'Né(e) le' },
          { label: 'Profession' },
          { label: 'État' },
        ]}
        rows={result.people.map(row)}
        empty={
          <EmptyState
            title="Personne ne correspond"
            help={
              <p>
                Vérifiez le numéro, ou cherchez par le début du nom. Les dossiers fermés sont trouvés aussi.
              </p>
            }
          />
        }
      />
      {result.next === undefined ? null : (
        <Form action="/rpps" hidden={{ q: asked.q, naissance: asked.birthDate, apres: result.next }}>
          <Button kind="secondary">Page suivante</Button>
        </Form>
      )}
    </>
  );
}

function row({ idNat, civilStatus, exercises, state }: Person) {
  return [
    <a href={cardHref(idNat)}>{idNat}</a>,
    [civilStatus?.birthName, civilStatus?.givenNames.join(' ')].filter(Boolean).join(' '),
    civilStatus ? <Time value={civilStatus.birthDate} precision="day" /> : '',
    exercises.map(({ profession, category }) => professionWords(profession, category).label).join(', '),
    state === 'active' ? <Tag tone="success">Actif</Tag> : <Tag>Fermé</Tag>,
  ];
}
