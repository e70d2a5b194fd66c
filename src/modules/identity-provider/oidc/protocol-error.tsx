import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { isDatabaseAway } from '../../../platform/db/away.js';
import { Alert, Page } from '../../../ui/index.js';
import { correlationOf } from './request.js';

const SENTENCES: Record<string, string> = {
  invalid_client: 'Le service qui vous envoie n’est pas connu de Pro Santé Connect.',
  invalid_redirect_uri: 'L’adresse de retour du service n’est pas celle qu’il a déclarée.',
  invalid_request: 'La demande du service est incomplète ou incorrecte.',
  session_not_found: 'Cette connexion a expiré ou est terminée.',
  temporarily_unavailable: 'Le service est interrompu pour un moment.',
  server_error: 'Une erreur est survenue de notre côté.',
};

/** The page that a person sees when there is no way back to the service: what happened, what to do, a number to quote. */
export async function renderError(
  ctx: Ctx,
  koa: KoaContextWithOIDC,
  out: ErrorOut,
  error: Error,
): Promise<void> {
  const known = reasonOf(error) ?? out.error;
  const correlation = correlationOf(koa.req) ?? ctx.correlation;
  koa.type = 'html';
  koa.body = String(
    await (
      <Page
        title="Connexion impossible"
        width="narrow"
        door={{ name: 'Pro Santé Connect', href: '/portail-psc' }}
        banner={ctx.config.profile === 'sandbox' ? 'sandbox' : undefined}
      >
        <Alert tone="error">
          <p>{SENTENCES[known] ?? 'La connexion n’a pas pu aboutir.'}</p>
          <p>
            Repartez du service auquel vous vouliez accéder. Si cela se reproduit, donnez-lui ces
            informations.
          </p>
        </Alert>
        <p>
          Erreur : <code>{out.error}</code>
        </p>
        <p>
          Numéro à donner au support : <code>{correlation}</code>
        </p>
      </Page>
    ),
  );
}

function reasonOf(error: Error): string | undefined {
  if (error.name === 'SessionNotFound') return 'session_not_found';
  return isDatabaseAway(error) ? 'temporarily_unavailable' : undefined;
}
