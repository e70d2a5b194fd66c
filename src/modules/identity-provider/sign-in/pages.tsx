import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { Alert, BigCode, Button, ButtonRow, ErrorSummary, Field, Form, Page } from '../../../ui/index.js';
import type { Frame } from './frame.js';
import type { SignIn } from './interaction.js';
import { MeansTabs } from './means-tabs.js';
import { endedMessages } from './messages.js';

// Raw, because the renderer would move a meta element to the head, where it would reload the page with a script too.
const REFRESH = raw('<meta http-equiv="refresh" content="5">');

/** A page of a sign-in. `home`: origin of the program, where the page is served from another one. */
export function SignInPage(props: {
  title: string;
  frame: Frame;
  home?: string;
  scripts?: string[];
  children?: Child;
}) {
  const portal = `${props.home ?? ''}/portail-psc`;
  return (
    <Page
      title={props.title}
      width="narrow"
      door={{ name: 'Pro Santé Connect', href: portal }}
      banner={props.frame.sandbox ? 'sandbox' : undefined}
      scripts={props.scripts ?? []}
      footerLinks={[
        { label: 'Activer mon e-CPS', href: `${portal}/activation` },
        { label: 'Mes données chez Pro Santé Connect', href: portal },
      ]}
    >
      {props.children}
      <p class="muted">
        Référence de cette connexion : <code>{props.frame.correlation}</code>
      </p>
    </Page>
  );
}

export interface IdFault {
  readonly message: string;
  /** The identifier as it should have been written, where that is sure. */
  readonly suggestion?: string | undefined;
}

/** «Connectez-vous»: the national identifier, and what is wrong with the one just given. */
export function IdentifierPage(props: {
  signIn: SignIn;
  frame: Frame;
  value: string;
  fault?: IdFault | undefined;
  notice?: { title: string; body: Child } | undefined;
}) {
  const { signIn, frame, value, fault, notice } = props;
  const here = `/auth/connexion/${signIn.uid}`;
  return (
    <SignInPage title="Connectez-vous" frame={frame}>
      <p>
        Pour accéder à <strong>{signIn.service.name}</strong>
      </p>
      <MeansTabs signIn={signIn} current="ECPS" />
      <ErrorSummary errors={fault ? [{ field: 'idNat', message: fault.message }] : []} />
      {fault?.suggestion ? (
        <Form action={here} hidden={{ idNat: fault.suggestion }} label="Correction proposée">
          <Button kind="secondary">Continuer avec {fault.suggestion}</Button>
        </Form>
      ) : null}
      {notice ? (
        <Alert tone="warning" title={notice.title} live>
          {notice.body}
        </Alert>
      ) : null}
      <Form action={here} label="Connexion par e-CPS">
        <Field
          label="Identifiant national"
          name="idNat"
          value={value}
          hint="8 suivi des onze chiffres de votre numéro RPPS"
          error={fault?.message}
          autocomplete="username"
          maxlength={80}
          required
        />
        <Button wide>Se connecter avec e-CPS</Button>
      </Form>
      <p>
        <a href={`${here}/equipement`}>Quel moyen avec mon équipement ?</a>
      </p>
      <CancelForm signIn={signIn} />
    </SignInPage>
  );
}

/** The number to recognise on the phone; the page goes on by itself once the phone answered. */
export function WaitingPage({ signIn, frame }: { signIn: SignIn; frame: Frame }) {
  const here = `/auth/connexion/${signIn.uid}/attente`;
  return (
    <SignInPage title="Confirmez sur votre téléphone" frame={frame} scripts={['/auth/connexion/attente.js']}>
      <p>
        Pour accéder à <strong>{signIn.service.name}</strong>, ouvrez l’application e-CPS et choisissez ce
        numéro.
      </p>
      <BigCode label="Numéro à choisir" value={String(signIn.kept.approval?.number ?? '').padStart(2, '0')} />
      <p id="attente" role="status" data-events={`/auth/connexion/${signIn.uid}/evenements`} data-next={here}>
        En attente de votre téléphone…
      </p>
      <noscript>
        {REFRESH}
        <p>
          La page s’actualise toutes les cinq secondes. <a href={here}>Actualiser maintenant</a>
        </p>
      </noscript>
      <Alert>
        <p>Vous n’avez rien demandé ? Refusez sur le téléphone et ne communiquez ce numéro à personne.</p>
      </Alert>
      <CancelForm signIn={signIn} />
    </SignInPage>
  );
}

/** The phone refused, or nobody answered: nothing was signed in. */
export function EndedPage(props: { signIn: SignIn; frame: Frame; why: keyof typeof endedMessages }) {
  return (
    <SignInPage title="Connexion interrompue" frame={props.frame}>
      <Alert tone="warning" live>
        <p>{endedMessages[props.why]}</p>
      </Alert>
      <ButtonRow>
        <Button href={`/auth/connexion/${props.signIn.uid}`}>Recommencer</Button>
      </ButtonRow>
      <CancelForm signIn={props.signIn} />
    </SignInPage>
  );
}

/** Back to the service without signing in. */
export function CancelForm({ signIn }: { signIn: Pick<SignIn, 'uid'> }) {
  return (
    <Form action={`/auth/connexion/${signIn.uid}/annuler`} label="Annuler la connexion">
      <Button kind="quiet">Annuler et revenir au service</Button>
    </Form>
  );
}
