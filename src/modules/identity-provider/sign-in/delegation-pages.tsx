import { Alert, Button, ButtonRow, EmptyState, Field, Form } from '../../../ui/index.js';
import type { DelegatedFault } from '../delegation/provider-calls.js';
import type { PersonCopy } from '../store.js';
import type { Frame } from './frame.js';
import type { SignIn } from './interaction.js';
import type { DelegatedAccount } from './kept.js';
import { MeansTabs } from './means-tabs.js';
import { CancelForm, SignInPage } from './pages.js';

const homeOf = (signIn: SignIn) => `/auth/connexion/${signIn.uid}/delegation`;

interface Place {
  readonly code: string;
  readonly name: string;
}

/** «Délégation»: the establishments, searched by name. */
export function DelegationPage(props: {
  signIn: SignIn;
  frame: Frame;
  asked: string;
  found: readonly Place[];
}) {
  const { signIn, frame, asked, found } = props;
  return (
    <SignInPage title="Connectez-vous" frame={frame}>
      <p>
        Pour accéder à <strong>{signIn.service.name}</strong>
      </p>
      <MeansTabs signIn={signIn} current="DELEGATION" />
      <p>Si votre établissement l’a mise en place, connectez-vous avec votre compte de cet établissement.</p>
      <Form method="get" action={homeOf(signIn)} search label="Chercher un établissement">
        <Field label="Votre établissement" name="etablissement" value={asked} maxlength={80} />
        <Button kind="secondary">Chercher</Button>
      </Form>
      {found.length === 0 ? (
        <EmptyState
          title="Aucun établissement"
          help="Aucun établissement de ce nom ne se connecte ainsi. Utilisez un autre moyen."
        />
      ) : (
        found.map((place) => (
          <ButtonRow>
            <Button wide kind="secondary" href={`${homeOf(signIn)}/vers/${place.code}`}>
              {place.name}
            </Button>
          </ButtonRow>
        ))
      )}
      <CancelForm signIn={signIn} />
    </SignInPage>
  );
}

const FAULTS: Readonly<Record<DelegatedFault, string>> = {
  cancelled: 'Vous avez annulé la connexion auprès de votre établissement.',
  answer: 'La réponse de votre établissement n’a pas pu être vérifiée.',
  'no-account': 'Votre établissement n’a pas dit quel compte s’est connecté.',
  amr: 'Votre établissement ne vous a pas connecté avec deux facteurs. Connectez-vous chez lui avec votre carte ou votre clé.',
  domain: 'Ce compte n’est pas d’un domaine que cet établissement a déclaré.',
  'too-old':
    'Votre connexion auprès de l’établissement est trop ancienne. Connectez-vous de nouveau chez lui.',
  'in-the-future': 'L’heure de votre établissement n’est pas à jour.',
};

/** The establishment's answer does not sign anybody in. */
export function DelegationRefusedPage(props: {
  signIn: SignIn;
  frame: Frame;
  place: Place | undefined;
  fault: DelegatedFault;
}) {
  const { signIn, frame, place, fault } = props;
  return (
    <SignInPage title="Connexion interrompue" frame={frame}>
      <Alert tone="warning" title={place?.name} live>
        <p>{FAULTS[fault]} Vous n’êtes pas connecté.</p>
      </Alert>
      <ButtonRow>
        <Button href={homeOf(signIn)}>Recommencer</Button>
      </ButtonRow>
      <CancelForm signIn={signIn} />
    </SignInPage>
  );
}

interface AccountProps {
  readonly signIn: SignIn;
  readonly frame: Frame;
  readonly account: DelegatedAccount;
  readonly person: PersonCopy;
}

/** «Connexion»: the stop at each sign-in by an establishment, whose workstations are shared. */
export function ConfirmAccountPage({ signIn, frame, account, person }: AccountProps) {
  return (
    <SignInPage title="Est-ce bien vous ?" frame={frame}>
      <p>
        Bonjour <strong>{account.label}</strong> ({account.establishmentName}). Confirmez-vous l’accès à{' '}
        <strong>{signIn.service.name}</strong> en tant que {person.givenName} {person.familyName},{' '}
        {person.idNat} ?
      </p>
      <Form action={`${homeOf(signIn)}/confirmation`} label="Confirmer">
        <Button wide>Confirmer</Button>
      </Form>
      <RejectForm signIn={signIn} label="Rejeter : ce n’est pas moi" />
    </SignInPage>
  );
}

/** «Appairage du compte»: after a strong means was shown, before the account is bound to the person. */
export function PairPage({ signIn, frame, account, person }: AccountProps) {
  return (
    <SignInPage title="Associer votre compte" frame={frame}>
      <p>
        Votre compte <strong>{account.label}</strong> de {account.establishmentName} sera associé à{' '}
        <strong>
          {person.givenName} {person.familyName}
        </strong>
        , {person.idNat}.
      </p>
      <p>
        Aux prochaines connexions, ce compte suffira, après une confirmation. Vous pourrez défaire
        l’association sur le portail Pro Santé Connect.
      </p>
      <Form action={`${homeOf(signIn)}/appairage`} label="Associer le compte">
        <Button wide>Associer et continuer</Button>
      </Form>
      <RejectForm signIn={signIn} label="Ne pas associer" />
    </SignInPage>
  );
}

function RejectForm({ signIn, label }: { signIn: SignIn; label: string }) {
  return (
    <Form action={`${homeOf(signIn)}/rejeter`} label="Rejeter">
      <Button kind="secondary" wide>
        {label}
      </Button>
    </Form>
  );
}
