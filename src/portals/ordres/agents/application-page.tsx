import type { Child } from 'hono/jsx';
import type { ActLine, Member } from '../../../modules/authorities/index.js';
import {
  Alert,
  Button,
  Card,
  Checkbox,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Fieldset,
  Form,
  fieldsOf,
  formatDateTime,
  Grid,
  Select,
  TextArea,
} from '../../../ui/index.js';
import { Frame, type View } from '../frame.js';
import { CivilStatusBlock, ContactBlock, SectorBlock } from '../member/file-blocks.js';
import { ActsTable, STATE_WORDS } from '../member/file-page.js';
import { DOCUMENTS } from './checklist.js';
import { civilName } from './list-pages.js';

export interface ApplicationPageProps extends View {
  readonly file: Member;
  readonly acts: readonly ActLine[];
  /** When the register reads the file, where that is not at once. */
  readonly readAt: Date | undefined;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

/** One application: identity and exercise apart, what was done so far, and what the agent may do now. */
export function ApplicationPage(props: ApplicationPageProps) {
  const { file, portal } = props;
  return (
    <Frame
      {...props}
      title={civilName(file)}
      lead={STATE_WORDS[file.state]}
      width="wide"
      current="agents"
      breadcrumbs={[{ label: 'Demandes', href: `${portal.path}/agents` }, { label: civilName(file) }]}
    >
      <ErrorSummary errors={props.errors} />
      <Grid min="large">
        <CivilStatusBlock record={file.record} />
        <div>
          <SectorBlock record={file.record} />
          <ContactBlock record={file.record} />
        </div>
      </Grid>
      <NextSteps {...props} />
      <h2>Historique</h2>
      <ActsTable acts={props.acts} authority={portal.authority.shortName} />
    </Frame>
  );
}

function NextSteps(props: ApplicationPageProps) {
  const base = `${props.portal.path}/agents/dossiers/${props.file.memberId}`;
  if (props.file.state === 'submitted') {
    return (
      <Form action={`${base}/instruire`}>
        <Button>Commencer l’instruction</Button>
      </Form>
    );
  }
  if (props.file.state === 'complement-requested') {
    return (
      <Form action={`${base}/complement-recu`}>
        <Button>Le complément est arrivé</Button>
      </Form>
    );
  }
  if (props.file.state === 'in-review') return <Decision {...props} base={base} />;
  return props.file.version > 0 ? (
    <Alert tone="success">
      Inscription validée.{' '}
      {props.readAt ? `Le RPPS donnera le numéro le ${formatDateTime(props.readAt)}. ` : ''}
      <a href={`${props.portal.path}/agents/membres/${props.file.memberId}`}>Ouvrir la fiche du membre</a>
    </Alert>
  ) : null;
}

function Decision(props: ApplicationPageProps & { base: string }) {
  return (
    <>
      <Card title="Valider l’inscription">
        <p>
          Rien n’entre au RPPS avant cette validation. Elle est gardée avec votre nom, la date et ce qui a été
          vérifié.
        </p>
        <Checklist {...props} />
      </Card>
      <Grid min="large">
        <ReasonCard
          {...props}
          act="complement"
          title="Demander un complément"
          name="complement"
          label="Ce qui manque"
        >
          <Button kind="secondary">Demander</Button>
        </ReasonCard>
        <ReasonCard {...props} act="refuser" title="Refuser" name="motif" label="Motif du refus">
          <Button kind="danger">Refuser l’inscription</Button>
        </ReasonCard>
      </Grid>
    </>
  );
}

type ReasonCardProps = ApplicationPageProps &
  Record<'base' | 'act' | 'title' | 'name' | 'label', string> & { children: Child };

/** A decision that needs words to the applicant. */
function ReasonCard({ base, typed, errors, act, title, name, label, children }: ReasonCardProps) {
  return (
    <Card title={title}>
      <Form action={`${base}/${act}`} label={title}>
        <TextArea label={label} name={name} error={errorFor(errors, name)} value={typed[name]} rows={3} />
        {children}
      </Form>
    </Card>
  );
}

function Checklist({ base, portal, typed, errors }: ApplicationPageProps & { base: string }) {
  const field = fieldsOf(typed, errors);
  return (
    <Form action={`${base}/valider`} label="Valider l’inscription">
      <Fieldset legend="Pièce d’identité vue" hint="Aucune copie n’est gardée.">
        <Select
          {...field('document')}
          label="Pièce"
          blank="Choisir"
          options={DOCUMENTS.map((value) => ({ value, label: value }))}
          width="medium"
        />
        <Field {...field('last4')} label="Quatre derniers caractères du numéro" maxlength={4} width="short" />
        <Field {...field('seenOn')} label="Vue le" type="date" width="short" />
      </Fieldset>
      <Fieldset legend="Vérifications">
        {portal.texts.checks.map(({ key, label }) => (
          <Checkbox
            label={label}
            name={`check-${key}`}
            checked={typed[`check-${key}`] === 'oui'}
            error={errorFor(errors, `check-${key}`)}
          />
        ))}
      </Fieldset>
      <Button>Valider l’inscription</Button>
    </Form>
  );
}
