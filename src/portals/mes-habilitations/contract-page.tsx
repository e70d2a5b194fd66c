import type { Context } from 'hono';
import { may, type User } from '../../modules/access/index.js';
import type { contracts, Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  Card,
  Checkbox,
  DescriptionList,
  Done,
  ErrorSummary,
  errorFor,
  type FieldError,
  Form,
  PrintButton,
  Table,
  Time,
} from '../../ui/index.js';
import { ContractTerms } from '../formulaires/contract-terms.js';
import { Frame, named } from './frame.js';
import { DONE, ENDING_WORDS, STRUCTURE } from './words.js';

export interface ContractPageProps {
  readonly c: Context<Env>;
  readonly user: User;
  readonly structure: Structure;
  /** The one that holds, also when the legal entity or the only site signed it. */
  readonly active: contracts.Contract | undefined;
  /** Those of the structure itself, newest first. */
  readonly history: readonly contracts.Contract[];
  readonly errors: readonly FieldError[];
}

/** The contract of a structure: its text, its printable copy, its signature by the legal representative, its end. */
export function ContractPage({ c, user, structure, active, history, errors }: ContractPageProps) {
  const signs = may(user, 'contract.sign', { scope: user.scope[0] ?? '' });
  return (
    <Frame c={c} title="Contrat de la structure" lead={named(structure)} current={`${STRUCTURE}/contrat`}>
      <Done words={DONE} code={c.req.query('fait')} />
      <ErrorSummary errors={errors} />
      {active ? (
        <Signed contract={active} own={active.structureId === structure.id} />
      ) : (
        <Missing signs={signs} />
      )}
      <ContractTerms />
      {!active && signs ? <SignForm user={user} errors={errors} /> : null}
      {active && signs && active.structureId === structure.id ? <EndForm contract={active} /> : null}
      {history.length > 0 ? (
        <Table
          caption="Contrats de cette structure"
          columns={['Numéro', 'Signé le', 'Signataire', 'Fin'].map((label) => ({ label }))}
          rows={history.map((one) => [
            one.number,
            <Time value={one.signedAt} precision="day" />,
            one.signatory,
            one.endedAt && one.ending ? (
              <>
                <Time value={one.endedAt} precision="day" /> : {ENDING_WORDS[one.ending]}
              </>
            ) : (
              'En cours'
            ),
          ])}
        />
      ) : null}
      <PrintButton label="Imprimer le contrat" />
    </Frame>
  );
}

function Signed({ contract, own }: { contract: contracts.Contract; own: boolean }) {
  const { number, signedAt, signatory, finess, siret } = contract;
  return (
    <Card title="Un contrat est en cours">
      <DescriptionList
        items={[
          { term: 'Numéro', value: number },
          { term: 'Signé le', value: <Time value={signedAt} /> },
          { term: 'Signataire', value: signatory },
          { term: 'FINESS', value: finess },
          { term: 'SIRET', value: siret },
        ]}
      />
      {own ? null : <p>Il a été signé par une autre structure de la même entité juridique et vous couvre.</p>}
    </Card>
  );
}

const Missing = ({ signs }: { signs: boolean }) => (
  <Alert tone="warning" title="Aucun contrat n’est en cours">
    <p>
      Cartes, certificats et enregistrement du personnel restent fermés.{' '}
      {signs ? 'Signez-le ci-dessous.' : 'Votre représentant légal doit le signer sur cette page.'}
    </p>
  </Alert>
);

const SignForm = ({ user, errors }: { user: User; errors: readonly FieldError[] }) => (
  <Form action={`${STRUCTURE}/contrat`} label="Signer le contrat">
    <Checkbox
      name="accord"
      label={`Je signe ce contrat, en tant que représentant légal : ${user.name}.`}
      error={errorFor(errors, 'accord')}
      required
    />
    <Button>Signer le contrat</Button>
  </Form>
);

const EndForm = ({ contract }: { contract: contracts.Contract }) => (
  <Form
    action={`${STRUCTURE}/contrat/fin`}
    hidden={{ numero: contract.number }}
    label="Mettre fin au contrat"
  >
    <Checkbox
      name="accord"
      label="Mettre fin au contrat : plus rien ne pourra être commandé pour cette structure."
      required
    />
    <ButtonRow>
      <Button kind="danger">Mettre fin au contrat</Button>
    </ButtonRow>
  </Form>
);
