import { Hono } from 'hono';
import { sql } from 'kysely';
import type { App } from '../../../platform/app.js';
import type { Ctx } from '../../../platform/context.js';
import { LARGEST_FORM, largestBody } from '../../../platform/http/json-body.js';
import { callerAddress, type Env, formFields } from '../../../platform/http/request.js';
import { withinLimit } from '../../../platform/rate-limit.js';
import { hashToken, randomToken } from '../../../platform/secrets.js';
import { AUTHORITY_PREFIX, AUTHORITY_TOKEN_SECONDS } from '../rules/session-life.js';
import type { AuthorityClient } from './authority-clients.js';
import { ASSERTION_ALGS, clientOfAssertion } from './client-assertion.js';
import { PROGRAM_SCOPES } from './program-scopes.js';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * OAuth for the programs of the authorities, of the operators of mailboxes and of those who may read restricted data,
 * mounted at /api/oauth: POST /token (RFC 6749 §4.4, with the client authentication of RFC 7523) and its metadata
 * (RFC 8414).
 */
export function oauthDoor(app: App): Hono<Env> {
  const base = `${app.config.origin}/api/oauth`;
  const routes = new Hono<Env>();
  routes.use(largestBody(LARGEST_FORM));
  routes.get('/metadata', (c) => c.json(metadata(base)));
  routes.post('/token', async (c) => {
    c.header('Cache-Control', 'no-store');
    if (!(await withinLimit(c.get('ctx'), `oauth-token:${callerAddress(c)}`, 120, 60)))
      return c.json({ error: 'temporarily_unavailable' }, 429, { 'Retry-After': '60' });
    const form = await formFields(c);
    const fault = faultOf(form);
    if (fault) return c.json(fault, 400);
    const client = await clientOfAssertion(c.get('ctx'), form.client_assertion ?? '', `${base}/token`);
    if (!client || (form.client_id !== undefined && form.client_id !== client.client_id))
      return c.json({ error: 'invalid_client' }, 401);
    if (form.scope !== undefined && form.scope !== client.scope)
      return c.json({ error: 'invalid_scope', error_description: `only ${client.scope}` }, 400);
    return c.json(await issue(c.get('ctx'), client));
  });
  return routes;
}

function faultOf(form: Record<string, string>): { error: string; error_description: string } | undefined {
  if (!form.grant_type) return { error: 'invalid_request', error_description: 'grant_type is missing' };
  if (form.grant_type !== 'client_credentials')
    return { error: 'unsupported_grant_type', error_description: 'only client_credentials' };
  if (form.scope !== undefined && !PROGRAM_SCOPES.some((scope) => scope === form.scope))
    return { error: 'invalid_scope', error_description: `one of ${PROGRAM_SCOPES.join(', ')}` };
  if (form.client_assertion_type !== ASSERTION_TYPE || !form.client_assertion)
    return { error: 'invalid_request', error_description: 'a private_key_jwt client assertion is needed' };
  return undefined;
}

async function issue(ctx: Ctx, client: AuthorityClient) {
  const token = `${AUTHORITY_PREFIX}${randomToken()}`;
  await sql`insert into access.authority_tokens (token_hash, client_id, authority, expires_at)
    values (${hashToken(token)}, ${client.client_id}, ${client.authority},
      now() + ${AUTHORITY_TOKEN_SECONDS} * interval '1 second')`.execute(ctx.db);
  return {
    access_token: token,
    token_type: 'Bearer',
    expires_in: AUTHORITY_TOKEN_SECONDS,
    scope: client.scope,
  };
}

const metadata = (base: string) => ({
  issuer: base,
  token_endpoint: `${base}/token`,
  grant_types_supported: ['client_credentials'],
  response_types_supported: [],
  scopes_supported: PROGRAM_SCOPES,
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGS,
});
