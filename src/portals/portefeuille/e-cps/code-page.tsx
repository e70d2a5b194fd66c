import type { Context } from 'hono';
import QRCode from 'qrcode';
import type { ecps } from '../../../modules/credentials/index.js';
import type { Env } from '../../../platform/http/request.js';
import { Alert, BigCode, Button, ButtonRow, Form, Live, QrFigure, Steps } from '../../../ui/index.js';
import { Frame } from '../frame.js';

type State = Awaited<ReturnType<typeof ecps.activationState>>;

/** The code that the phone reads, shown once: a reload makes another. */
export async function CodePage({ c, shown }: { c: Context<Env>; shown: ecps.ShownActivation }) {
  const drawing = await QRCode.toString(shown.link, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
  return (
    <Frame c={c} here="ecps" title="Lisez ce code avec le téléphone" width="narrow">
      <Steps
        items={[
          'Visez ce code avec l’appareil photo du téléphone, et ouvrez la page proposée.',
          'Choisissez votre code personnel à quatre chiffres.',
          'Revenez ici : cette page vous dira quand c’est fait.',
        ]}
      />
      <QrFigure
        svg={drawing}
        label="Code QR à lire avec le téléphone pour activer l’e-CPS"
        caption={`Valable ${shown.seconds} secondes, une seule fois.`}
      />
      <BigCode label="Ou tapez ces dix caractères sur la page e-CPS du téléphone" value={shown.typed} />
      <Progress state="sent" id={shown.activationId} />
    </Frame>
  );
}

/** The same activation, without its code: where it stands. */
export function StatePage({ c, state, id }: { c: Context<Env>; state: State; id: string }) {
  return (
    <Frame c={c} here="ecps" title="Activation avec ma carte" width="narrow">
      <Progress state={state} id={id} />
      <ButtonRow>
        <Button kind="quiet" href="/portefeuille/e-cps">
          Revenir à mon e-CPS
        </Button>
      </ButtonRow>
    </Frame>
  );
}

function Progress({ state, id }: { state: State; id: string }) {
  const waiting = state === 'sent' || state === 'opened';
  return (
    <Live id="activation" href={`/portefeuille/e-cps/code/${id}`} everyMs={waiting ? 2_000 : 0}>
      {state === 'sent' ? <p>En attente du téléphone…</p> : null}
      {state === 'opened' ? <p>Le téléphone a lu le code. Terminez l’activation dessus.</p> : null}
      {state === 'completed' ? <Done /> : null}
      {waiting || state === 'completed' ? null : <Again />}
    </Live>
  );
}

const Done = () => (
  <Alert tone="success">
    <p>Votre e-CPS est active sur le téléphone.</p>
    <p>
      <a href="/portefeuille/essai">Je teste ma e-CPS</a>
    </p>
  </Alert>
);

const Again = () => (
  <Alert tone="warning">
    <p>Ce code n’est plus valable : il a servi, ou ses 90 secondes sont passées.</p>
    <Form action="/portefeuille/e-cps/code" label="Afficher un autre code">
      <Button>Afficher un autre code</Button>
    </Form>
  </Alert>
);
