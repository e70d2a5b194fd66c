import type { Context } from 'hono';
import { park } from '../../modules/credentials/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Form,
  Table,
  Tag,
  TextArea,
} from '../../ui/index.js';
import { Frame, HOME, NoContract } from './frame.js';
import type { Own } from './own.js';

export interface BulkReport {
  readonly text: string;
  readonly lines: readonly park.BulkLine[];
  readonly judged: readonly park.JudgedLine[];
  readonly faults: readonly park.BulkFault[];
  readonly applied: boolean;
  readonly submission: string;
}

const ACTS: Readonly<Record<park.BulkLine['act'], string>> = {
  order: 'Commander',
  'order-service': 'Commander, carte de service',
  renew: 'Renouveler',
  oppose: 'Opposer',
};

/** Many cards by one file: every line judged first, nothing done before it is confirmed. */
export function BulkPage(props: {
  c: Context<Env>;
  own: Own;
  report?: BulkReport;
  errors?: readonly FieldError[];
}) {
  const { c, own, report, errors = [] } = props;
  return (
    <Frame
      c={c}
      title="Envoyer un fichier"
      lead="Commandes, renouvellements et départs en une fois. Chaque ligne est d’abord jugée à blanc ; rien n’est fait avant votre confirmation."
      width="wide"
      current="/envoi"
    >
      {own.contract ? null : <NoContract />}
      <ErrorSummary errors={errors} />
      {report ? <Report {...report} /> : null}
      {report && !report.applied ? null : (
        <Form action={`${HOME}/envoi`} multipart label="Envoyer un fichier">
          <Field
            label="Fichier CSV"
            name="fichier"
            type="file"
            accept=".csv,.txt"
            hint={`Points-virgules, UTF-8 ou Windows, ${park.MOST_LINES} lignes au plus. En-tête : ${park.BULK_COLUMNS.join(';')}`}
            error={errorFor(errors, 'fichier')}
            optional
          />
          <TextArea
            label="Ou les lignes, en-tête compris"
            name="lignes"
            rows={6}
            hint="action : commander, commander-service, renouveler, opposer. motif : depart, perte, vol."
            optional
          />
          <Button>Juger les lignes</Button>
        </Form>
      )}
    </Frame>
  );
}

function Report({ text, lines, judged, faults, applied, submission }: BulkReport) {
  const good = judged.filter(({ done }) => done).length;
  const bad = judged.length - good + faults.length;
  return (
    <>
      <Alert tone={bad === 0 ? 'success' : 'warning'} live>
        {applied
          ? `${plural(good)} faite${good > 1 ? 's' : ''}`
          : `À blanc : ${plural(good)} passerai${good > 1 ? 'en' : ''}t`}
        {`, ${bad} refusée${bad > 1 ? 's' : ''}.`}
      </Alert>
      <Table
        caption={applied ? 'Ce qui a été fait' : 'Ce qui serait fait'}
        columns={['Ligne', 'Demande', 'Porteur ou carte', 'Verdict'].map((label) => ({ label }))}
        rows={[
          ...faults.map(({ line, message }) => [
            line,
            '–',
            '–',
            <Verdict done={false} why={message} applied />,
          ]),
          ...lines.map((one, index) => {
            const verdict = judged[index];
            return [
              one.line,
              ACTS[one.act],
              one.cardNumber || `${one.givenName} ${one.familyName}`.trim(),
              <Verdict done={verdict?.done ?? false} why={verdict?.why} applied={applied} />,
            ];
          }),
        ].sort(([a], [b]) => Number(a) - Number(b))}
      />
      {applied || good === 0 ? (
        <Button href={`${HOME}/envoi`} kind="secondary">
          Envoyer un autre fichier
        </Button>
      ) : (
        <Form
          action={`${HOME}/envoi/confirmation`}
          hidden={{ lignes: text, submission }}
          label="Confirmer le fichier"
        >
          <ButtonRow>
            <Button>{`Faire ${plural(good)}`}</Button>
            <Button kind="quiet" href={`${HOME}/envoi`}>
              Ne rien faire
            </Button>
          </ButtonRow>
        </Form>
      )}
    </>
  );
}

const plural = (n: number): string => `${n} ligne${n > 1 ? 's' : ''}`;

function Verdict({ done, why, applied }: { done: boolean; why: string | undefined; applied: boolean }) {
  if (!done)
    return (
      <>
        <Tag tone="danger">Refusée</Tag> {why}
      </>
    );
  return <Tag tone="success">{applied ? 'Faite' : 'Bonne'}</Tag>;
}
