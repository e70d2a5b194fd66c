import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { randomToken } from '../../../platform/secrets.js';
import { invalidService, unknownService } from '../errors.js';
import { type AskedService, serviceFaults } from '../rules/service-faults.js';
import { readOptions, type ServiceOptions } from '../rules/service-options.js';
import { setSecret } from './renew-secret.js';

export interface NewService extends AskedService {
  /** What an `acr_values` other than eidas1 gets: a refusal, or a warning. Strict in production unless said. */
  readonly acrPolicy?: 'strict' | 'tolerant';
  readonly requirePkce?: boolean;
  /** Chosen identifier; otherwise one is made. */
  readonly clientId?: string;
  /** Chosen secret (the demo services of a sandbox); otherwise one is made. */
  readonly clientSecret?: string;
}

/** A service as it is registered. */
export interface ServiceSettings {
  readonly clientId: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly acrPolicy: 'strict' | 'tolerant';
  readonly requirePkce: boolean;
  readonly options: ServiceOptions;
}

export interface RegisteredService extends ServiceSettings {
  /** Told once: only its hash is kept. */
  readonly clientSecret: string;
}

/**
 * Registers a digital service, or renews the one of the same `clientId`. Free, at once.
 * @throws Refusal `identity-provider.invalid-service`, one entry per faulty address.
 */
export async function registerService(ctx: Ctx, input: NewService): Promise<RegisteredService> {
  const clientSecret = input.clientSecret ?? randomToken();
  const service = checkedService(ctx, input.clientId ?? `service-${randomToken(9)}`, input);
  await transaction(ctx, async (tx) => {
    await save(tx, service);
    await setSecret(tx, service.clientId, clientSecret);
    await journal(tx, {
      act: 'identity-provider.register-service',
      subject: service.clientId,
      outcome: 'done',
    });
  });
  return { ...service, clientSecret };
}

/**
 * Replaces what is known of a service, its secrets apart.
 * @throws Refusal `identity-provider.invalid-service`, `identity-provider.unknown-service`
 */
export async function changeService(ctx: Ctx, clientId: string, input: NewService): Promise<ServiceSettings> {
  const service = checkedService(ctx, clientId, input);
  await transaction(ctx, async (tx) => {
    const held = sql`select from identity_provider.services where client_id = ${clientId} and enabled for update`;
    if ((await rows(tx.db, held)).length === 0) throw unknownService();
    await save(tx, service);
    await journal(tx, { act: 'identity-provider.change-service', subject: clientId, outcome: 'done' });
  });
  return service;
}

function checkedService(ctx: Ctx, clientId: string, input: NewService): ServiceSettings {
  const production = ctx.config.profile === 'production';
  const read = readOptions(input.options);
  const faults = serviceFaults(input, production);
  if ('faults' in read || faults.length > 0) throw invalidService(faults);
  return {
    clientId,
    name: input.name.trim(),
    redirectUris: input.redirectUris,
    postLogoutRedirectUris: input.postLogoutRedirectUris ?? [],
    acrPolicy: input.acrPolicy ?? (production ? 'strict' : 'tolerant'),
    requirePkce: input.requirePkce ?? false,
    options: read.options,
  };
}

async function save(ctx: Ctx, s: ServiceSettings): Promise<void> {
  await sql`insert into identity_provider.services (client_id, name, redirect_uris,
      post_logout_redirect_uris, acr_policy, require_pkce, options, created_at, created_by)
    values (${s.clientId}, ${s.name}, ${[...s.redirectUris]}, ${[...s.postLogoutRedirectUris]}, ${s.acrPolicy},
      ${s.requirePkce}, ${JSON.stringify(s.options)}::jsonb, ${ctx.clock.now()}, ${ctx.actor})
    on conflict (client_id) do update set name = excluded.name,
      redirect_uris = excluded.redirect_uris, post_logout_redirect_uris = excluded.post_logout_redirect_uris,
      acr_policy = excluded.acr_policy, require_pkce = excluded.require_pkce, options = excluded.options,
      enabled = true`.execute(ctx.db);
}
