import type { Context } from 'hono';
import type { DeclaredService } from '../../../modules/identity-provider/index.js';
import type { Env } from '../../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  EmptyState,
  ErrorSummary,
  type FieldError,
  Form,
  formatDate,
  Table,
} from '../../../ui/index.js';
import { Frame } from '../frame.js';
import { StateTag } from '../words.js';
import { DeclarationFields } from './form.js';
import type { Typed } from './typed.js';

type C = Context<Env>;
export const HOME = '/services/raccordement';
export const LIST = { label: 'Mes services', href: HOME };

/** The services that this account declared. */
export function OwnServicesPage({ c, services }: { c: C; services: readonly DeclaredService[] }) {
  const first = (
    <Button href={`${HOME}/nouveau`}>
      {services.length > 0 ? 'Déclarer un service' : 'Déclarer un premier service'}
    </Button>
  );
  return (
    <Frame
      c={c}
      current="/raccordement"
      title="Mes services"
      lead="Un dossier par service : vous le remplissez, vous l’envoyez, il est raccordé."
    >
      <Table
        caption="Dossiers de raccordement, le plus récent d’abord"
        captionHidden
        columns={[{ label: 'Service' }, { label: 'État' }, { label: 'Commencé le' }]}
        rows={services.map(({ id, asked, state, clientId, createdAt }) => [
          <a href={`${HOME}/${id}`}>{asked.name || 'Sans nom'}</a>,
          <StateTag state={state} runs={clientId !== null} />,
          formatDate(createdAt),
        ])}
        empty={
          <EmptyState
            title="Aucun service pour l’instant"
            help="Dans un bac à sable, un service déclaré fonctionne tout de suite."
            action={first}
          />
        }
      />
      {services.length > 0 ? <ButtonRow>{first}</ButtonRow> : null}
    </Frame>
  );
}

/** The form of a declaration, new or begun. */
export function EditPage(props: {
  c: C;
  id?: string;
  version?: number;
  typed: Typed;
  errors: readonly FieldError[];
}) {
  const { c, id, version, typed, errors } = props;
  return (
    <Frame
      c={c}
      current="/raccordement"
      title={id ? 'Modifier le dossier' : 'Déclarer un service'}
      lead={
        id
          ? 'Ce qui est en service ne change pas avant l’envoi, ni avant la décision.'
          : 'Ce que vous ne savez pas encore se complète plus tard.'
      }
      above={LIST}
      width="narrow"
      scripts={[`${HOME}/adresses.js`]}
    >
      <ErrorSummary errors={errors} />
      <Form
        action={id ? `${HOME}/${id}/modifier` : `${HOME}/nouveau`}
        hidden={version === undefined ? {} : { version: String(version) }}
      >
        <DeclarationFields typed={typed} errors={errors} />
        <ButtonRow>
          <Button>Enregistrer</Button>
          <Button kind="quiet" href={id ? `${HOME}/${id}` : HOME}>
            Ne rien changer
          </Button>
        </ButtonRow>
      </Form>
    </Frame>
  );
}

/** Asks once more before a service is closed for good. */
export function ClosePage({ c, service }: { c: C; service: DeclaredService }) {
  return (
    <Frame
      c={c}
      current="/raccordement"
      title={`Fermer ${service.asked.name || 'ce dossier'}`}
      above={LIST}
      width="narrow"
    >
      <Alert tone="warning" title="C’est définitif">
        <p>
          L’identifiant du service et ses secrets n’ouvrent plus rien dès maintenant. Il quitte le catalogue.
        </p>
      </Alert>
      <Form action={`${HOME}/${service.id}/fermer`}>
        <ButtonRow>
          <Button kind="danger">Fermer le service</Button>
          <Button kind="quiet" href={`${HOME}/${service.id}`}>
            Le garder
          </Button>
        </ButtonRow>
      </Form>
    </Frame>
  );
}
