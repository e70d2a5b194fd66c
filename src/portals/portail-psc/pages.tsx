import type { Child } from 'hono/jsx';
import type { PscRecord } from '../../modules/identity-provider/index.js';
import {
  Alert,
  Button,
  ButtonRow,
  Card,
  DescriptionList,
  EmptyState,
  formatDateTime,
  Page,
  Steps,
  Time,
} from '../../ui/index.js';
import { type Fault, IdentifierForm } from './identifier.js';

export interface Frame {
  readonly sandbox: boolean;
}

/** A public page of the portal. */
export function PscPage(props: { title: string; lead?: string; frame: Frame; children?: Child }) {
  return (
    <Page
      title={props.title}
      lead={props.lead}
      width="narrow"
      door={{ name: 'Pro Santé Connect', href: '/portail-psc' }}
      nav={[
        { label: 'Mes données', href: '/portail-psc' },
        { label: 'Activer mon e-CPS', href: '/portail-psc/activation' },
        { label: 'Application e-CPS', href: '/e-cps' },
        { label: 'Mon portefeuille', href: '/portefeuille' },
        { label: 'Suivi des données', href: '/suivi' },
      ]}
      banner={props.frame.sandbox ? 'sandbox' : undefined}
    >
      {props.children}
    </Page>
  );
}

/** The entry of the portal: an identifier, and the masked record behind the one just given. */
export function RecordPage(props: {
  frame: Frame;
  value: string;
  fault?: Fault | undefined;
  found?: PscRecord | undefined;
  notFound?: boolean;
  /** Why somebody whom the directory publishes is not here. */
  outside?: { readonly label: string } | undefined;
}) {
  const { frame, value, fault, found, notFound, outside } = props;
  return (
    <PscPage
      title="Mes données chez Pro Santé Connect"
      lead="Ce que Pro Santé Connect connaît d’une personne. Les coordonnées sont masquées."
      frame={frame}
    >
      <IdentifierForm action="/portail-psc" submit="Voir la fiche" value={value} fault={fault} />
      {found ? <RecordCard record={found} /> : null}
      {notFound ? (
        <EmptyState
          title="Introuvable"
          help={
            outside ? (
              <p>
                La population {outside.label} n’est pas encore dans le périmètre de Pro Santé Connect. La
                fiche est bien dans l’Annuaire Santé.
              </p>
            ) : (
              <p>
                L’Annuaire Santé ne connaît personne en exercice sous cet identifiant. Après une inscription,
                la mise à jour peut encore être en route.
              </p>
            )
          }
          action={
            <Button kind="secondary" href="/suivi">
              Suivre mes données
            </Button>
          }
        />
      ) : null}
    </PscPage>
  );
}

function RecordCard({ record }: { record: PscRecord }) {
  return (
    <Card title={`${record.givenName} ${record.familyName}`}>
      <DescriptionList
        items={[
          { term: 'Identifiant national', value: record.idNat },
          { term: 'Profession', value: record.professions.join(', ') },
          { term: 'Adresse mail de correspondance', value: record.mail },
          { term: 'Mobile', value: record.mobile },
          { term: 'Mis à jour le', value: formatDateTime(record.updatedAt) },
        ]}
      />
      <p>
        Une coordonnée n’est plus la vôtre ? Corrigez-la auprès de votre autorité (ordre, ARS, employeur) :
        Pro Santé Connect reçoit la correction, il ne la saisit pas.
      </p>
    </Card>
  );
}

/** Asks for whom an e-CPS is to be activated. */
export function ActivationPage(props: {
  frame: Frame;
  value?: string;
  fault?: Fault | undefined;
  refusal?: string;
}) {
  const { frame, value = '', fault, refusal } = props;
  return (
    <PscPage
      title="Activer mon e-CPS"
      lead="Deux secrets vous sont envoyés : un lien par mail, un code par SMS. Il faut les deux."
      frame={frame}
    >
      {refusal ? (
        <Alert tone="warning" live>
          <p>{refusal}</p>
        </Alert>
      ) : null}
      <IdentifierForm
        action="/portail-psc/activation"
        submit="Recevoir mes deux secrets"
        value={value}
        fault={fault}
      />
      <p>
        Vous avez une carte et un lecteur ? <a href="/portefeuille/e-cps">Activez l’e-CPS avec votre carte</a>
        , sans courriel ni SMS.
      </p>
    </PscPage>
  );
}

/** The authority that gave the contacts, and the day from which it did (YYYY-MM-DD). */
export interface KnownBy {
  readonly name: string;
  readonly since: string;
}

/** What was sent, where (masked), and what to do now. */
export function ActivationSentPage(props: { frame: Frame; mail: string; mobile: string; known?: KnownBy }) {
  return (
    <PscPage title="Deux messages sont en route" frame={props.frame}>
      <Alert tone="success" live>
        <p>
          Un lien part à <strong>{props.mail}</strong> et un code à six chiffres au{' '}
          <strong>{props.mobile}</strong>.
        </p>
      </Alert>
      {props.known ? (
        <p>
          Coordonnées données par : {props.known.name}, le <Time value={props.known.since} precision="day" />.
        </p>
      ) : null}
      <Steps
        items={[
          'Ouvrez le lien sur votre téléphone (quinze minutes), ou scannez le code QR du mail.',
          'Saisissez le code reçu par SMS (dix minutes).',
          'Choisissez votre code e-CPS à quatre chiffres.',
        ]}
      />
      <p>
        Ces coordonnées ne sont plus les vôtres ? Corrigez-les auprès de votre autorité (ordre, ARS,
        employeur), puis recommencez.
      </p>
      {props.frame.sandbox ? (
        <p>
          Bac à sable : <a href="/sandbox/messages">lire le courriel et le SMS envoyés</a>.
        </p>
      ) : null}
      <ButtonRow>
        <Button href="/e-cps">Ouvrir l’application e-CPS</Button>
      </ButtonRow>
    </PscPage>
  );
}
