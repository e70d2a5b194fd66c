import { type Context, Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import { as, type Ctx, transaction } from '../../../platform/context.js';
import { Refusal } from '../../../platform/errors.js';
import { LARGEST_FORM, largestBody } from '../../../platform/http/json-body.js';
import { callerAddress, type Env } from '../../../platform/http/request.js';
import { limit } from '../../../platform/rate-limit.js';
import {
  changeService,
  type NewService,
  registerService,
  type ServiceSettings,
} from '../actions/register-service.js';
import { removeService } from '../actions/remove-service.js';
import { isSecretOf } from '../oidc/dialect.js';
import { REALM_PATH, REGISTRATION } from '../oidc/realm.js';
import { type Service, service } from '../queries/service.js';
import {
  faultOf,
  metadataOf,
  type RegistrationFault,
  readMetadata,
  unsaidOptions,
} from './client-metadata.js';
import { giveManagementToken, manages, takeInitialToken } from './tokens.js';

const MOST_PER_ADDRESS = 60;
const WINDOW_SECONDS = 3600;

/**
 * Dynamic registration (RFC 7591) and its management (RFC 7592). In a sandbox anybody registers; in production an
 * initial token is needed.
 */
export function registrationDoor(app: App): Hono<Env> {
  const door = new Hono<Env>();
  door.use(largestBody(LARGEST_FORM));
  door.use(async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
  });
  door.post('/', (c) => register(c, app));
  door.get('/:id', (c) => managed(c, async (settings) => c.json(answer(app, settings))));
  door.put('/:id', (c) => managed(c, (settings) => replace(c, app, settings)));
  door.delete('/:id', (c) => managed(c, (settings) => remove(c, settings)));
  return door;
}

async function register(c: Context<Env>, app: App): Promise<Response> {
  const ctx = c.get('ctx');
  await limit(ctx, `register-service:${callerAddress(c)}`, MOST_PER_ADDRESS, WINDOW_SECONDS);
  const token = bearer(c);
  const read = readMetadata(await bodyOf(c));
  if ('fault' in read) return c.json(read.fault, 400);
  const free = app.config.profile === 'sandbox' && token === undefined;
  // What is refused below gives the use of the initial token back.
  const registered = async (tx: Ctx) => {
    if (!free && !(await takeInitialToken(tx, token ?? ''))) return unauthorised(c, token);
    const made = await registerService(as(tx, 'registration'), read.service);
    const management = await giveManagementToken(tx, made.clientId);
    const body = answer(app, made);
    return c.json({ ...body, ...secretOf(made), registration_access_token: management }, 201);
  };
  return refusalAsFault(c, () => transaction(ctx, registered));
}

const secretOf = (made: ServiceSettings & { clientSecret: string }) =>
  made.options.authentication === 'secret'
    ? { client_secret: made.clientSecret, client_secret_expires_at: 0 }
    : {};

function answer(app: App, settings: ServiceSettings): Record<string, unknown> {
  const uri = `${app.config.origin}${REALM_PATH}${REGISTRATION}/${encodeURIComponent(settings.clientId)}`;
  return { ...metadataOf(settings), registration_client_uri: uri };
}

async function managed(c: Context<Env>, goOn: (held: Service) => Promise<Response>): Promise<Response> {
  const ctx = c.get('ctx');
  const [token, clientId] = [bearer(c), c.req.param('id') ?? ''];
  const known = token && (await manages(ctx, token, clientId)) ? await service(ctx, clientId) : undefined;
  return known ? goOn(known) : unauthorised(c, token);
}

async function replace(c: Context<Env>, app: App, held: Service): Promise<Response> {
  const body = await bodyOf(c);
  const { client_id: named, client_secret: secret } = (body ?? {}) as Record<string, unknown>;
  if (named !== held.clientId) return c.json(faultOf('client_id', 'is not that of this registration'), 400);
  if (secret !== undefined && !(typeof secret === 'string' && isSecretOf(secret, held.secretHashes)))
    return c.json(faultOf('client_secret', 'cannot be chosen here'), 400);
  const read = readMetadata(body);
  if ('fault' in read) return c.json(read.fault, 400);
  return refusalAsFault(c, async () => c.json(answer(app, await change(c, held, read.service))));
}

/** What registration cannot say stays as it was. */
function change(c: Context<Env>, held: ServiceSettings, asked: NewService): Promise<ServiceSettings> {
  const { acrPolicy, requirePkce } = held;
  const options = { ...unsaidOptions(held.options, asked.options), ...asked.options };
  const whole = { ...asked, acrPolicy, requirePkce, options };
  return changeService(as(c.get('ctx'), 'registration'), held.clientId, whole);
}

async function remove(c: Context<Env>, { clientId }: ServiceSettings): Promise<Response> {
  await removeService(as(c.get('ctx'), 'registration'), clientId);
  return c.body(null, 204);
}

const bearer = (c: Context<Env>): string | undefined =>
  /^Bearer +([\x21-\x7e]+)$/i.exec(c.req.header('authorization') ?? '')?.[1];

const bodyOf = (c: Context<Env>): Promise<unknown> => c.req.json().catch(() => undefined);

function unauthorised(c: Context<Env>, token: string | undefined): Response {
  c.header('WWW-Authenticate', token === undefined ? 'Bearer' : 'Bearer error="invalid_token"');
  return c.json({ error: 'invalid_token', error_description: 'this registration needs another token' }, 401);
}

async function refusalAsFault(c: Context<Env>, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.fields.length === 0) throw error;
    const [first] = error.fields;
    const fault: RegistrationFault = faultOf(first?.field ?? '', first?.message ?? error.message);
    return c.json(fault, 400);
  }
}
