import type { Context } from 'hono';
import type { Operator } from '../../modules/messaging/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  ErrorSummary,
  errorFor,
  type FieldError,
  Form,
  TextArea,
} from '../../ui/index.js';
import { Frame } from './frame.js';
import type { Typed } from './mailbox-form.js';

/** Asks before an operator of mailboxes is closed. */
export function CloseOperatorPage(props: {
  c: Context<Env>;
  operator: Operator;
  typed: Typed;
  errors: readonly FieldError[];
}) {
  const { c, operator, typed, errors } = props;
  const { code, name, domains } = operator;
  return (
    <Frame
      c={c}
      title="Fermer un opérateur"
      lead={`${name} (${code}) : ${domains.join(', ')}`}
      width="narrow"
      breadcrumbs={[{ label: 'Opérateurs', href: '/mssante/operateurs' }, { label: name }]}
    >
      <ErrorSummary errors={errors} />
      <Alert tone="warning" title="Ce qui s’arrête">
        <p>
          Ses clés et ses comptes n’ouvrent plus rien. Ses BAL ne reçoivent plus : elles sont retirées de
          l’annuaire, de l’API et des fichiers. Ses domaines sont libres.
        </p>
        <p>
          Chaque adresse reste celle de son titulaire : l’opérateur qui reprend le domaine peut la publier de
          nouveau pour lui, et pour personne d’autre.
        </p>
      </Alert>
      <Form action={`/mssante/operateurs/${code}/fermeture`} label="Fermer l’opérateur">
        <TextArea
          label="Motif"
          name="motif"
          rows={3}
          value={typed.motif}
          hint="Il reste au journal, avec votre nom."
          error={errorFor(errors, 'motif')}
          maxlength={500}
          required
        />
        <ButtonRow>
          <Button kind="danger">Fermer l’opérateur</Button>
          <Button kind="secondary" href="/mssante/operateurs">
            Ne rien changer
          </Button>
        </ButtonRow>
      </Form>
    </Frame>
  );
}
