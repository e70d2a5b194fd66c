import type { Context } from 'hono';
import type { catalogue } from '../../modules/credentials/index.js';
import type { Env } from '../../platform/http/request.js';
import { Button, ErrorSummary, Field, Form, formatDate, Table } from '../../ui/index.js';
import { Frame, HOME } from './frame.js';

type Entitlement = catalogue.Eligible['liberal'];

const ELIGIBLE = `${HOME}/eligibles`;

const WAYS: Readonly<Record<Entitlement['way'], string>> = {
  automatic: 'envoyée à l’inscription',
  'on-request': 'à commander sur Ma Carte',
  never: 'e-CPS seulement',
};

const FAMILIES: Readonly<Record<catalogue.Eligible['population'], string>> = {
  ordre: 'Professions d’un ordre',
  formation: 'En formation, avec une autorisation de remplacer ou d’exercer',
  ars: 'Professions inscrites par les ARS',
  role: 'Professions à rôle',
  'armed-forces': 'Service de santé des armées',
  none: 'Autres',
};

const told = ({ card, way }: Entitlement) => (card ? `${card}, ${WAYS[way]}` : WAYS[way]);

/** Which profession has which card on a day, and how it is had: the public list. */
export function EligiblePage(props: {
  c: Context<Env>;
  day: string;
  typed: string;
  wrong: boolean;
  list: readonly catalogue.Eligible[];
}) {
  const { c, day, typed, wrong, list } = props;
  const message = 'Écrivez une date qui existe.';
  return (
    <Frame
      c={c}
      here={ELIGIBLE}
      title="Qui a droit à une carte"
      lead={`Les professions du registre et leur carte, au ${formatDate(day)}.`}
    >
      <ErrorSummary errors={wrong ? [{ field: 'date', message }] : []} />
      <Form action={ELIGIBLE} method="get" label="Choisir une date" inline>
        <Field
          label="À la date du"
          name="date"
          type="date"
          value={typed}
          error={wrong ? message : undefined}
          width="medium"
        />
        <Button kind="secondary">Voir cette date</Button>
      </Form>
      {[...Map.groupBy(list, ({ population }) => population)].map(([population, of]) => (
        <Table
          caption={FAMILIES[population]}
          columns={[
            { label: 'Profession' },
            { label: 'Code' },
            { label: 'En libéral' },
            { label: 'Salarié' },
            { label: 'Texte' },
          ]}
          rows={of.map((one) => [
            one.label,
            one.code,
            told(one.liberal),
            told(one.salaried),
            [...new Set([one.liberal.source, one.salaried.source])].join(' ; '),
          ])}
        />
      ))}
      <p>
        Les militaires reçoivent leur CPS du service de santé des armées. Une carte demandée hors de cette
        liste est refusée. <a href={`${HOME}/guide`}>Laissez-vous guider</a>
      </p>
    </Frame>
  );
}
