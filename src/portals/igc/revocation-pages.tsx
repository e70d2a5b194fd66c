import type { Context } from 'hono';
import type { certificates } from '../../modules/credentials/index.js';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  Done,
  EmptyState,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Form,
  Select,
  Table,
  Time,
} from '../../ui/index.js';
import { Frame } from './frame.js';
import { StandingTag } from './structure-page.js';
import { DONE, REASONS, REVOCATIONS } from './words.js';

type Listed = Awaited<ReturnType<typeof certificates.certificatesOf>>[number];

/** Asks for a structure. */
export function AnyStructurePage(props: {
  readonly c: Context<Env>;
  readonly finess: string;
  readonly errors: readonly FieldError[];
}) {
  const { c, finess, errors } = props;
  return (
    <Frame c={c} revoking title="Révoquer pour une structure" width="narrow">
      <ErrorSummary errors={errors} />
      <Form action={REVOCATIONS} method="get" label="Choisir une structure">
        <Field
          label="Numéro FINESS de l’entité juridique"
          name="finess"
          value={finess}
          error={errorFor(errors, 'finess')}
          width="medium"
          required
        />
        <Button>Voir ses certificats</Button>
      </Form>
    </Frame>
  );
}

/** The certificates of a structure, those that can be revoked with the way to do it. */
export function RevocablePage(props: {
  readonly c: Context<Env>;
  readonly structure: Structure;
  readonly held: readonly Listed[];
}) {
  const { c, structure, held } = props;
  return (
    <Frame
      c={c}
      revoking
      title={`Certificats de ${structure.name}`}
      lead="Vous répondez pour cette structure : vous révoquez sans code. La commande revient à l’administrateur technique."
      width="wide"
    >
      <Done words={DONE} code={c.req.query('fait')} />
      <Table
        caption="Certificats"
        columns={['Nom', 'Certificat', 'Logiciel', 'Fin', 'État', 'Révoquer'].map((label) => ({ label }))}
        rows={held.map((one) => [
          one.commonName,
          `${one.offer} ${one.usage}`,
          one.product,
          <Time value={one.expiresAt} precision="day" />,
          <StandingTag standing={one.standing} />,
          one.standing === 'revoked' ? (
            '–'
          ) : (
            <a
              href={`${REVOCATIONS}/${structure.finess}/${one.serial}`}
              aria-label={`Révoquer ${one.commonName} ${one.usage}`}
            >
              Révoquer…
            </a>
          ),
        ])}
        empty={
          <EmptyState
            title="Aucun certificat"
            help="L’administrateur technique les commande ; habilitez-le sur MesHabilitations."
            action={<Button href="/mes-habilitations">MesHabilitations</Button>}
          />
        }
      />
    </Frame>
  );
}

/** Asks before a revocation without a code. */
export function RevokeForPage(props: {
  readonly c: Context<Env>;
  readonly structure: Structure;
  readonly one: certificates.KeptCertificate;
  readonly errors?: readonly FieldError[];
}) {
  const { c, structure, one, errors = [] } = props;
  const back = `${REVOCATIONS}/${structure.finess}`;
  return (
    <Frame c={c} revoking title={`Révoquer ${one.commonName}`} width="narrow">
      <Alert tone="warning">
        <p>
          La révocation est définitive : {one.commonName} n’ouvrira plus rien au logiciel {one.product}. Ses
          contacts seront prévenus.
        </p>
      </Alert>
      <ErrorSummary errors={errors} />
      <Form action={`${back}/${one.serial}`} label="Révoquer le certificat">
        <Select label="Raison" name="raison" options={REASONS} value="key-compromise" />
        <ButtonRow>
          <Button kind="danger">Révoquer pour de bon</Button>
          <Button kind="secondary" href={back}>
            Garder
          </Button>
        </ButtonRow>
      </Form>
    </Frame>
  );
}
