import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';

interface ErrorBody {
  readonly error: string;
  readonly error_description?: string;
}

/** What the engine reads of a body, bytes. */
const LONGEST_BODY = 56 * 1024;

/** Where the engine names a refusal otherwise than its specification does. */
const SPECIFIED: readonly {
  readonly of: (told: ErrorBody, koa: KoaContextWithOIDC) => boolean;
  readonly status: number;
  readonly error?: string;
}[] = [
  // RFC 6749 §5.2, CIBA Core §13: a grant that this client may not use.
  {
    of: ({ error_description }) => / is not allowed for this client$/.test(error_description ?? ''),
    ...{ status: 400, error: 'unauthorized_client' },
  },
  // RFC 6749 §5.2: no client authentication included.
  {
    of: ({ error_description }) => error_description === 'no client authentication mechanism provided',
    ...{ status: 401, error: 'invalid_client' },
  },
  // CIBA Core §13.
  {
    of: ({ error }, { oidc }) => error === 'access_denied' && oidc.route === 'backchannel_authentication',
    status: 403,
  },
  // RFC 9126 §2.3: a code of RFC 6749, which has none for a way back.
  {
    of: ({ error }, { oidc }) =>
      error === 'unsupported_response_mode' && oidc.route === 'pushed_authorization_request',
    ...{ status: 400, error: 'invalid_request' },
  },
  // The same, of a body that is too long.
  { of: (_told, { request }) => (request.length ?? 0) > LONGEST_BODY, status: 413 },
];

/** Gives the refusals that services get the code and the status that the specifications give them. */
export function tellSpecifiedErrors(provider: Provider): void {
  provider.use(async (bare, next) => {
    await next();
    const koa = bare as KoaContextWithOIDC;
    const told = koa.body as ErrorBody | undefined;
    if (!koa.oidc || koa.status < 400 || typeof told !== 'object' || !('error' in told)) return;
    const rule = SPECIFIED.find(({ of }) => of(told, koa));
    if (!rule) return;
    koa.status = rule.status;
    if (rule.error) koa.body = { ...told, error: rule.error };
  });
}
