import QRCode from 'qrcode';
import {
  Alert,
  assetHref,
  Button,
  ButtonRow,
  ErrorSummary,
  Field,
  Form,
  QrFigure,
  SecurityKeyForm,
} from '../../../ui/index.js';
import { Frame, HOME, type Props } from './frame.js';
import { endWords } from './words.js';

/** Binding a key. */
export function KeyPage({
  c,
  options,
  fault,
}: Props & { readonly options: unknown; readonly fault: string | undefined }) {
  return (
    <Frame c={c} title="Lier une clé de sécurité" width="narrow" scripts={[assetHref('security-key.js')]}>
      {fault ? (
        <Alert tone="error" live>
          <p>{fault}</p>
        </Alert>
      ) : null}
      <p>Branchez la clé, ou approchez-la, puis suivez ce que demande votre navigateur.</p>
      <SecurityKeyForm action={`${HOME}/cle`} mode="create" options={options} button="Lier cette clé">
        <Field
          label="Nom de la clé"
          name="name"
          hint="Pour la reconnaître, par exemple « trousseau »."
          maxlength={60}
        />
      </SecurityKeyForm>
    </Frame>
  );
}

/** Turning an application on: its secret, then its first code. */
export async function AppPage({
  c,
  shown,
  fault,
}: Props & {
  readonly shown: { readonly address: string; readonly letters: string };
  readonly fault: string | undefined;
}) {
  const drawing = await QRCode.toString(shown.address, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
  return (
    <Frame c={c} title="Utiliser une application de codes" width="narrow">
      <ErrorSummary errors={fault ? [{ field: 'code', message: fault }] : []} />
      <QrFigure svg={drawing} label="Code QR à viser avec votre application de codes" />
      <p>
        Ou tapez ce secret dans l’application : <code>{shown.letters.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <Form action={`${HOME}/application`} label="Premier code">
        <Field
          label="Code que l’application affiche"
          name="code"
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength={10}
          error={fault}
          required
        />
        <Button>Activer</Button>
      </Form>
    </Frame>
  );
}

/** Before anything is taken away. */
export function ConfirmPage({ c, what }: Props & { readonly what: string }) {
  return (
    <Frame c={c} title="Retirer un moyen" width="narrow">
      <p>Retirer {endWords(what)} ? Il faudra l’ajouter de nouveau pour s’en servir.</p>
      <Form action={`${HOME}/retirer`} hidden={{ quoi: what }} label="Retirer">
        <Button kind="danger">Retirer</Button>
      </Form>
      <ButtonRow>
        <Button kind="secondary" href={HOME}>
          Garder
        </Button>
      </ButtonRow>
    </Frame>
  );
}
