import type { ActLine, HistoryLine, Member } from '../../../modules/authorities/index.js';
import {
  Alert,
  Button,
  Card,
  DescriptionList,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Form,
  formatDateTime,
  Grid,
} from '../../../ui/index.js';
import { Frame, type View } from '../frame.js';
import { ChangesTable } from '../member/changes-table.js';
import type { ContactForm } from '../member/contact-form.js';
import { ContactFields } from '../member/contact-page.js';
import { CivilStatusBlock, professionName, SectorBlock } from '../member/file-blocks.js';
import { ActsTable, STATE_WORDS } from '../member/file-page.js';
import { contactChanges, displayName } from '../member/shown.js';

export interface MemberPageProps extends View {
  readonly file: Member;
  readonly acts: readonly ActLine[];
  readonly history: readonly HistoryLine[];
  readonly contacts: ContactForm;
  readonly errors: readonly FieldError[];
  readonly done: boolean;
  /** When a change reaches the steps after the authority. */
  readonly departure: string;
  /** When the register reads what waits of the file. */
  readonly readAt: Date | undefined;
}

const awaitedNumber = (readAt: Date | undefined): string =>
  readAt ? `Attendu du RPPS le ${formatDateTime(readAt)}` : 'Attendu du RPPS : actualisez cette page.';

/** One member as the agent sees it: the file, the exercise name and the contacts to change, the history. */
export function MemberPage(props: MemberPageProps) {
  const { file, portal } = props;
  const base = `${portal.path}/agents/membres/${file.memberId}`;
  const version = String(file.version);
  return (
    <Frame
      {...props}
      title={displayName(file.record)}
      width="wide"
      current="agents/membres"
      breadcrumbs={[
        { label: 'Membres', href: `${portal.path}/agents/membres` },
        { label: displayName(file.record) },
      ]}
    >
      {props.done ? (
        <Alert tone="success" live>
          Modification enregistrée. {props.departure}
        </Alert>
      ) : null}
      <ErrorSummary errors={props.errors} />
      <DescriptionList
        items={[
          { term: 'Identifiant national', value: file.idNat ?? awaitedNumber(props.readAt) },
          { term: 'État', value: STATE_WORDS[file.state] },
          { term: 'Validé par', value: file.validation?.agent },
        ]}
      />
      {file.idNat ? (
        <p>
          <a href={`/annuaire/personnes/${encodeURIComponent(file.idNat)}`}>Voir dans l’Annuaire Santé</a>
        </p>
      ) : null}
      <Grid min="large">
        <CivilStatusBlock record={file.record} />
        <div>
          <SectorBlock record={file.record} />
        </div>
      </Grid>
      <Grid min="large">
        <ExerciseNames {...props} base={base} />
        <Card title="Changer les coordonnées">
          <Form action={`${base}/coordonnees`} hidden={{ version }} label="Changer les coordonnées">
            <ContactFields form={props.contacts} errors={props.errors} />
            <Button kind="secondary">Enregistrer les coordonnées</Button>
          </Form>
        </Card>
      </Grid>
      <ChangesTable
        history={props.history}
        changes={(line) => [...contactChanges(line), ...nameChanges(line)]}
        authority={portal.authority.shortName}
        caption="Modifications, la plus récente d’abord"
        empty={<p>Aucune modification depuis l’inscription.</p>}
      />
      <ActsTable acts={props.acts} authority={portal.authority.shortName} />
    </Frame>
  );
}

function ExerciseNames({ file, errors, base }: MemberPageProps & { base: string }) {
  return (
    <Card title="Changer le nom d’exercice">
      {file.record.exercises.map((exercise, i) => (
        <Form
          action={`${base}/nom`}
          hidden={{ version: String(file.version), exercice: String(i) }}
          label={`Nom d’exercice, ${professionName(exercise)}`}
        >
          <p>{professionName(exercise)}</p>
          <Field
            label="Nom d’exercice"
            name={`nom-${i}`}
            value={exercise.name}
            error={errorFor(errors, `nom-${i}`)}
          />
          <Field
            label="Prénom d’exercice"
            name={`prenom-${i}`}
            value={exercise.givenName}
            error={errorFor(errors, `prenom-${i}`)}
          />
          <Button kind="secondary">Enregistrer le nom</Button>
        </Form>
      ))}
    </Card>
  );
}

const nameChanges = (line: HistoryLine) =>
  line.changed.flatMap(({ field, from, to }) => {
    const part = /^exercises\/\d+\/(name|givenName)$/.exec(field)?.[1];
    const name = part === 'name' ? 'Nom d’exercice' : 'Prénom d’exercice';
    return part ? [{ field: name, from: String(from ?? 'rien'), to: String(to ?? 'rien') }] : [];
  });
