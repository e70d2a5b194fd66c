import { Alert, Button, ErrorSummary, Field, Form, RadioGroup } from '../../../ui/index.js';
import { meansOf } from '../rules/means.js';
import type { Frame } from './frame.js';
import type { SignIn } from './interaction.js';
import type { CodeFor } from './kept.js';
import { MeansTabs, meansPath } from './means-tabs.js';
import { CancelForm, type IdFault, SignInPage } from './pages.js';

/** Whose code, and which: the identifier, and the kind where the service takes both. */
export function CodeAskPage(props: {
  signIn: SignIn;
  frame: Frame;
  kinds: readonly CodeFor['means'][];
  value: string;
  fault?: IdFault | undefined;
}) {
  const { signIn, frame, kinds, value, fault } = props;
  return (
    <SignInPage title="Connectez-vous" frame={frame}>
      <p>
        Pour accéder à <strong>{signIn.service.name}</strong>
      </p>
      <MeansTabs signIn={signIn} current="TOTP" />
      <ErrorSummary errors={fault ? [{ field: 'idNat', message: fault.message }] : []} />
      <Form action={meansPath(signIn.uid, 'TOTP')} label="Connexion par code">
        <Field
          label="Identifiant national"
          name="idNat"
          value={fault?.suggestion ?? value}
          hint="8 suivi des onze chiffres de votre numéro RPPS"
          error={fault?.message}
          autocomplete="username"
          maxlength={80}
          required
        />
        {kinds.length > 1 ? (
          <RadioGroup
            name="moyen"
            label="Le code vient"
            value={kinds[0]}
            options={kinds.map((kind) => ({ value: kind, label: meansOf(kind).label }))}
          />
        ) : (
          <input type="hidden" name="moyen" value={kinds[0]} />
        )}
        <Button wide>Continuer</Button>
      </Form>
      <Alert>
        <p>
          Un code est un seul facteur : il n’ouvre que les services qui s’en contentent, et pas les autres
          ensuite.
        </p>
      </Alert>
      <CancelForm signIn={signIn} />
    </SignInPage>
  );
}

/** Where the code is typed. Nothing here tells whether the person exists or turned that on. */
export function CodeTypePage(props: { signIn: SignIn; frame: Frame; codeFor: CodeFor; fault?: boolean }) {
  const { signIn, frame, codeFor, fault } = props;
  const bySms = codeFor.means === 'SMS';
  const message = 'Ce code n’est pas le bon, il a déjà servi, ou ce moyen n’est pas activé pour vous.';
  return (
    <SignInPage title="Tapez votre code" frame={frame}>
      <p>
        {bySms
          ? 'Si vous avez activé les codes par SMS, un code vient de partir vers le mobile connu de votre autorité. Il sert cinq minutes.'
          : 'Ouvrez votre application de codes et recopiez celui de Pro Santé Connect.'}
      </p>
      <ErrorSummary errors={fault ? [{ field: 'code', message }] : []} />
      <Form action={`${meansPath(signIn.uid, 'TOTP')}/saisie`} label="Code">
        <Field
          label="Code à six chiffres"
          name="code"
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength={10}
          error={fault ? message : undefined}
          required
        />
        <Button wide>Valider</Button>
      </Form>
      <p>
        <a href={`/auth/connexion/${signIn.uid}`}>Utiliser un autre moyen</a>
      </p>
      <CancelForm signIn={signIn} />
    </SignInPage>
  );
}
