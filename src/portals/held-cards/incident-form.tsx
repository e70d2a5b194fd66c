import { cards } from '../../modules/credentials/index.js';
import {
  Alert,
  Button,
  ButtonRow,
  ErrorSummary,
  errorFor,
  type FieldError,
  Form,
  RadioGroup,
} from '../../ui/index.js';
import { INCIDENTS, onItsWay } from './words.js';

export interface IncidentFormProps {
  readonly card: cards.HeldCard;
  readonly reasons: readonly cards.IncidentReason[];
  readonly typed: string | undefined;
  readonly errors: readonly FieldError[];
  /** Where the form is sent, and where one goes back without doing anything. */
  readonly action: string;
  readonly back: string;
}

/** What happened to a card, each answer with what follows; asked once more when it is definitive. */
export function IncidentForm({ card, reasons, typed, errors, action, back }: IncidentFormProps) {
  return (
    <>
      <ErrorSummary errors={errors} />
      <Form action={action} label="Déclaration d’incident" hidden={{ carte: card.number, demande: 'oui' }}>
        <RadioGroup
          label={`Qu’est-il arrivé à la carte ${card.type} n° ${card.number} ?`}
          name="raison"
          value={typed}
          error={errorFor(errors, 'raison')}
          options={reasons.map((value) => ({
            value,
            label: INCIDENTS[value].label,
            hint: INCIDENTS[value].follows,
          }))}
        />
        <ButtonRow>
          <Button>Continuer</Button>
          <Button kind="quiet" href={back}>
            Ne rien déclarer
          </Button>
        </ButtonRow>
      </Form>
    </>
  );
}

/** Asks once more before something that cannot be undone. */
export function ConfirmIncident(props: {
  card: cards.HeldCard;
  reason: cards.IncidentReason;
  /** What is on its way already: no other card is made. */
  successor: cards.Successor | undefined;
  action: string;
  back: string;
}) {
  const { card, reason, successor, action, back } = props;
  const { label, follows } = INCIDENTS[reason];
  return (
    <>
      <Alert tone="warning" title={`${card.type} n° ${card.number} : ${label.toLowerCase()}`}>
        {successor ? followed(reason, successor) : follows} Une opposition ne se défait pas, même si la carte
        est retrouvée.
      </Alert>
      <Form
        action={action}
        label="Confirmation"
        hidden={{ carte: card.number, raison: reason, demande: 'oui', confirme: 'oui' }}
      >
        <ButtonRow>
          <Button kind="danger">Déclarer l’incident</Button>
          <Button kind="quiet" href={back}>
            Ne rien déclarer
          </Button>
        </ButtonRow>
      </Form>
    </>
  );
}

const followed = (reason: cards.IncidentReason, successor: cards.Successor): string =>
  [
    ...(cards.CONSEQUENCES[reason].oppose ? ['Opposition tout de suite.'] : []),
    ...['Aucune autre carte n’est commandée.', onItsWay(successor)],
  ].join(' ');
