import type { Refusal } from '../../platform/errors.js';
import { Alert, Button, ButtonRow, Page } from '../../ui/index.js';

const TITLES: Record<number, string> = {
  401: 'Connexion nécessaire',
  403: 'Accès refusé',
  404: 'Page introuvable',
  429: 'Trop de demandes',
  500: 'Erreur interne',
  503: 'Service interrompu',
};

/** What a browser sees when the answer is no: the reason, a way out, a number for the support. */
export function ErrorPage(props: { refusal: Refusal; correlation: string; sandbox: boolean }) {
  const { refusal, correlation } = props;
  const title = TITLES[refusal.status] ?? 'Demande refusée';
  return (
    <Page title={title} width="narrow" banner={props.sandbox ? 'sandbox' : undefined}>
      <Alert tone={refusal.status >= 500 ? 'error' : 'warning'}>{refusal.message}</Alert>
      {refusal.fields.length > 0 ? (
        <ul>
          {refusal.fields.map((field) => (
            <li>{field.message}</li>
          ))}
        </ul>
      ) : null}
      <p>
        Numéro à donner au support : <code>{correlation}</code>
      </p>
      <ButtonRow>
        <Button href="/">Retour à l’accueil</Button>
        {refusal.status === 403 ? (
          <Button href="/connexion" kind="secondary">
            Se connecter autrement
          </Button>
        ) : null}
      </ButtonRow>
    </Page>
  );
}
