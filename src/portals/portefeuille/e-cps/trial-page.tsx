import type { Context } from 'hono';
import type { ecps } from '../../../modules/credentials/index.js';
import type { Env } from '../../../platform/http/request.js';
import { Alert, BigCode, Button, ButtonRow, Form, Live } from '../../../ui/index.js';
import { Frame } from '../frame.js';

const TITLE = 'Je teste ma e-CPS';

/** Offers a sign-in that opens nothing. */
export function TrialPage({ c, refusal }: { c: Context<Env>; refusal?: string }) {
  return (
    <Frame c={c} here="ecps" title={TITLE} width="narrow">
      {refusal ? (
        <Alert tone="warning" live>
          <p>{refusal}</p>
        </Alert>
      ) : null}
      <p>Une demande d’essai part sur votre téléphone. Elle n’ouvre aucun service.</p>
      <p>Ouvrez la page e-CPS du téléphone, puis lancez l’essai.</p>
      <Form action="/portefeuille/essai" label={TITLE}>
        <ButtonRow>
          <Button>Lancer l’essai</Button>
          <Button kind="quiet" href="/portefeuille/e-cps">
            Revenir à mon e-CPS
          </Button>
        </ButtonRow>
      </Form>
    </Frame>
  );
}

/** The number to recognise, while the phone has not answered. */
export function TrialRunningPage({ c, id, number }: { c: Context<Env>; id: string; number: number }) {
  return (
    <Frame c={c} here="ecps" title={TITLE} width="narrow">
      <Live id="essai" href={`/portefeuille/essai/${id}`}>
        <BigCode label="Choisissez ce nombre sur votre téléphone" value={String(number).padStart(2, '0')} />
        <p>En attente de votre téléphone…</p>
      </Live>
    </Frame>
  );
}

const ENDS: Readonly<Record<Exclude<ecps.ApprovalState['status'], 'pending' | 'approved'>, string>> = {
  refused: 'La demande a été refusée, ou le nombre choisi n’était pas le bon.',
  expired: 'Le téléphone n’a pas répondu en deux minutes. Ouvrez sa page e-CPS, puis recommencez.',
};

/** How the trial goes: the part that the running page takes over. */
export function TrialStatePage({ c, id, state }: { c: Context<Env>; id: string; state: ecps.ApprovalState }) {
  const pending = state.status === 'pending';
  return (
    <Frame c={c} here="ecps" title={TITLE} width="narrow">
      <Live id="essai" href={`/portefeuille/essai/${id}`} everyMs={pending ? 2_000 : 0}>
        {pending ? <p>En attente de votre téléphone… Le nombre est sur la page de l’essai.</p> : null}
        {state.status === 'approved' ? (
          <Alert tone="success" title="Bravo">
            <p>Votre e-CPS fonctionne de bout en bout.</p>
          </Alert>
        ) : null}
        {state.status === 'refused' || state.status === 'expired' ? (
          <Alert tone="warning">
            <p>{ENDS[state.status]}</p>
          </Alert>
        ) : null}
        {pending ? null : (
          <ButtonRow>
            <Button kind="secondary" href="/portefeuille/essai">
              Refaire l’essai
            </Button>
            <Button kind="quiet" href="/portefeuille/e-cps">
              Revenir à mon e-CPS
            </Button>
          </ButtonRow>
        )}
      </Live>
    </Frame>
  );
}
