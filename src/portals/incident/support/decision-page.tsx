import type { Context } from 'hono';
import { type cards, incidents } from '../../../modules/credentials/index.js';
import type { Env } from '../../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  Card,
  Checkbox,
  DescriptionList,
  EmptyState,
  ErrorSummary,
  errorFor,
  type FieldError,
  Form,
  fieldsOf,
  formatDate,
  RadioGroup,
  TextArea,
} from '../../../ui/index.js';
import { Frame } from '../frame.js';
import { LIST } from './list-page.js';

/** What the register says of the person who is named, to compare with what was declared. */
export interface Known {
  readonly name: string;
  readonly birthDate: string;
}

export interface DecisionPageProps {
  readonly c: Context<Env>;
  readonly report: incidents.Report;
  readonly known: Known | undefined;
  readonly cards: readonly cards.Card[];
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

/** One declaration beside the register and its proof, and the decision on it. */
export function DecisionPage(props: DecisionPageProps) {
  const { c, report, errors } = props;
  return (
    <Frame
      c={c}
      title={`Déclaration n° ${report.ticket}`}
      breadcrumbs={[{ label: 'Déclarations', href: LIST }, { label: `n° ${report.ticket}` }]}
    >
      {report.said ? (
        <>
          <ErrorSummary errors={errors} />
          <Declared {...props} said={report.said} />
          <Decision {...props} />
        </>
      ) : (
        <EmptyState
          title="Déjà traitée"
          help={
            <p>
              {report.decision} Ce qui avait été déclaré est effacé. <a href={LIST}>Retour à la liste</a>
            </p>
          }
        />
      )}
    </Frame>
  );
}

function Declared({
  report,
  known,
  said,
}: DecisionPageProps & { said: NonNullable<incidents.Report['said']> }) {
  return (
    <Card title={incidents.PROBLEM_WORDS[report.problem]}>
      <DescriptionList
        items={[
          { term: 'Déclare être', value: `${said.givenName} ${said.familyName}` },
          { term: 'Né(e) le', value: formatDate(said.birthDate) },
          { term: 'Identifiant déclaré', value: report.idNat },
          { term: 'Carte déclarée', value: report.cardNumber },
          { term: 'Au registre', value: known && `${known.name}, né(e) le ${formatDate(known.birthDate)}` },
          { term: 'Répondre à', value: said.contact },
          { term: 'Précisions', value: said.words },
        ]}
      />
      <Button kind="secondary" href={`${LIST}/${report.id}/piece`}>
        Voir la pièce d’identité
      </Button>
    </Card>
  );
}

function Decision({ report, cards, typed, errors }: DecisionPageProps) {
  const field = fieldsOf(typed, errors);
  return (
    <Form action={`${LIST}/${report.id}`} label="Décision">
      <h2>Décision</h2>
      {cards.length > 0 ? (
        <RadioGroup
          {...field('cardNumber')}
          label="Carte concernée"
          options={cards.map(({ number, type }) => ({ value: number, label: `${type} n° ${number}` }))}
        />
      ) : (
        <Alert>
          Aucune carte en service ne correspond : la déclaration ne peut qu’être refusée, avec une
          explication.
        </Alert>
      )}
      <Checkbox
        name="seen"
        error={errorFor(errors, 'seen')}
        label="J’ai vu la pièce d’identité : c’est bien le titulaire"
        hint="Une opposition ne se défait pas."
      />
      <TextArea
        {...field('answer')}
        label="Réponse envoyée par courriel"
        hint="Sans numéro de carte ni date de naissance."
        maxlength={2000}
        required
      />
      <ButtonRow>
        {cards.length > 0 ? (
          <Button kind="danger" name="decision" value="accept">
            Prendre en compte l’incident
          </Button>
        ) : null}
        <Button kind="secondary" name="decision" value="refuse">
          Refuser
        </Button>
      </ButtonRow>
    </Form>
  );
}
