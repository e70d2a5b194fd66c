import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import type { FieldProblem } from '../../../platform/errors.js';
import { journal } from '../../../platform/journal.js';
import { hashToken, randomToken } from '../../../platform/secrets.js';
import { invalidService } from '../errors.js';
import { redirectUriProblem } from '../rules/redirect-uri.js';

export interface NewService {
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[];
  /** What an `acr_values` other than eidas1 gets: a refusal, or a warning. Strict in production unless said. */
  readonly acrPolicy?: 'strict' | 'tolerant';
  readonly requirePkce?: boolean;
  /** Chosen identifier; otherwise one is made. */
  readonly clientId?: string;
  /** Chosen secret (the demo services of a sandbox); otherwise one is made. */
  readonly clientSecret?: string;
}

export interface RegisteredService {
  readonly clientId: string;
  /** Told once: only its hash is kept. */
  readonly clientSecret: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly acrPolicy: 'strict' | 'tolerant';
  readonly requirePkce: boolean;
}

/**
 * Registers a digital service, or renews the one of the same `clientId`. Free, at once.
 * @throws Refusal `identity-provider.invalid-service`, one entry per faulty address.
 */
export async function registerService(ctx: Ctx, input: NewService): Promise<RegisteredService> {
  const production = ctx.config.profile === 'production';
  const faults = problems(input, production);
  if (faults.length > 0) throw invalidService(faults);
  const service: RegisteredService = {
    clientId: input.clientId ?? `service-${randomToken(9)}`,
    clientSecret: input.clientSecret ?? randomToken(),
    name: input.name.trim(),
    redirectUris: input.redirectUris,
    postLogoutRedirectUris: input.postLogoutRedirectUris ?? [],
    acrPolicy: input.acrPolicy ?? (production ? 'strict' : 'tolerant'),
    requirePkce: input.requirePkce ?? false,
  };
  await save(ctx, service);
  await journal(ctx, {
    act: 'identity-provider.register-service',
    subject: service.clientId,
    outcome: 'done',
  });
  return service;
}

function problems(input: NewService, production: boolean): FieldProblem[] {
  const uris = {
    redirectUris: input.redirectUris,
    postLogoutRedirectUris: input.postLogoutRedirectUris ?? [],
  };
  const faults = Object.entries(uris).flatMap(([field, list]) =>
    list.flatMap((uri, index) => {
      const message = redirectUriProblem(uri, production);
      return message ? [{ field: `${field}/${index}`, code: 'invalid-uri', message }] : [];
    }),
  );
  if (input.redirectUris.length === 0)
    faults.push({
      field: 'redirectUris',
      code: 'required',
      message: 'Donnez au moins une adresse de retour.',
    });
  if (input.name.trim() === '')
    faults.push({ field: 'name', code: 'required', message: 'Donnez le nom du service.' });
  return faults;
}

async function save(ctx: Ctx, s: RegisteredService): Promise<void> {
  await sql`insert into identity_provider.services (client_id, secret_hash, name, redirect_uris,
      post_logout_redirect_uris, acr_policy, require_pkce, created_at, created_by)
    values (${s.clientId}, ${hashToken(s.clientSecret)}, ${s.name}, ${[...s.redirectUris]},
      ${[...s.postLogoutRedirectUris]}, ${s.acrPolicy}, ${s.requirePkce}, ${ctx.clock.now()}, ${ctx.actor})
    on conflict (client_id) do update set secret_hash = excluded.secret_hash, name = excluded.name,
      redirect_uris = excluded.redirect_uris, post_logout_redirect_uris = excluded.post_logout_redirect_uris,
      acr_policy = excluded.acr_policy, require_pkce = excluded.require_pkce, enabled = true`.execute(ctx.db);
}
