import type { Context } from 'hono';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  Card,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Form,
  PrintButton,
  Table,
  Tag,
  TextArea,
} from '../../ui/index.js';
import { PortalPage } from '../portal-page.js';
import { LONGEST_LIST } from './read-list.js';

/** What a structure learns of one person, and nothing more. */
export interface Line {
  readonly idNat: string;
  /** Null for a number that the directory does not publish. */
  readonly name: string | null;
  readonly here: boolean;
  readonly hasMeans: boolean;
}

export interface ListPageProps {
  readonly c: Context<Env>;
  readonly structure: Structure | undefined;
  readonly asked: { readonly numbers: string; readonly from: string; readonly to: string };
  readonly errors?: readonly FieldError[];
  readonly lines?: readonly Line[];
}

/** The people of a contract: a situation here for its period, and a means of identification, yes or no. */
export function ListPage({ c, structure, asked, errors = [], lines }: ListPageProps) {
  return (
    <PortalPage
      c={c}
      title="Personnel de remplacement"
      lead={`Avant le premier jour chez ${structure?.name ?? 'vous'} : chacun a-t-il sa situation à jour, et de quoi s’identifier ?`}
      door={{ name: 'Personnel', href: '/personnel' }}
      width="wide"
    >
      <ErrorSummary errors={errors} />
      {lines ? <Answer lines={lines} /> : null}
      <Card title="Vérifier une liste">
        <Form action="/personnel" label="Vérifier une liste">
          <TextArea
            label="Numéros RPPS, un par ligne"
            name="numeros"
            value={asked.numbers}
            rows={6}
            hint={`Cent lignes au plus. Chaque vérification est inscrite au journal.`}
            error={errorFor(errors, 'numeros')}
          />
          <Field
            label="Premier jour du contrat"
            name="du"
            type="date"
            value={asked.from}
            error={errorFor(errors, 'du')}
          />
          <Field
            label="Dernier jour du contrat"
            name="au"
            type="date"
            value={asked.to}
            error={errorFor(errors, 'au')}
          />
          <Button>Vérifier</Button>
        </Form>
      </Card>
    </PortalPage>
  );
}

function Answer({ lines }: { lines: readonly Line[] }) {
  const missing = lines.filter(({ here, hasMeans }) => !here || !hasMeans).length;
  return (
    <section aria-label="Résultat">
      <Alert tone={missing === 0 ? 'success' : 'warning'} live>
        <p>
          {missing === 0
            ? `Tout est prêt pour les ${lines.length} personnes.`
            : `Il manque quelque chose pour ${missing} personne${missing > 1 ? 's' : ''} sur ${lines.length}.`}
        </p>
      </Alert>
      <Table
        caption="Situation et moyen d’identification de chacun"
        captionHidden
        columns={[
          { label: 'Numéro' },
          { label: 'Nom' },
          { label: 'Situation chez vous pour le contrat' },
          { label: 'Moyen d’identification valide' },
        ]}
        rows={lines.map(({ idNat, name, here, hasMeans }) => [
          idNat,
          name ?? 'Absent de l’Annuaire',
          <YesNo yes={here} />,
          <YesNo yes={hasMeans} />,
        ])}
      />
      <p>
        Situation manquante : la personne la déclare à son autorité, ou vous l’enregistrez s’il s’agit d’un
        rôle RPPS+. Moyen manquant : elle l’active elle-même, <a href="/e-cps">sur son téléphone</a>.
      </p>
      <ButtonRow>
        <PrintButton />
      </ButtonRow>
    </section>
  );
}

const YesNo = ({ yes }: { yes: boolean }) => (
  <Tag tone={yes ? 'success' : 'warning'}>{yes ? 'Oui' : 'Non'}</Tag>
);

export const tooLong = `La liste dépasse ${LONGEST_LIST} numéros : coupez-la en plusieurs.`;
