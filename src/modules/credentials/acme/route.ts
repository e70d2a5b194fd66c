import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { App } from '../../../platform/app.js';
import { Refusal } from '../../../platform/errors.js';
import { LARGEST_FORM, largestBody, readJson } from '../../../platform/http/json-body.js';
import type { Env } from '../../../platform/http/request.js';
import { newAccount } from './actions/accounts.js';
import { changeAccount, changeKey } from './actions/change-account.js';
import { finalizeOrder } from './actions/finalize.js';
import { newOrder, ordersOf } from './actions/orders.js';
import { proveHost } from './actions/prove.js';
import { revokeByAcme } from './actions/revoke.js';
import { newNonce } from './nonces.js';
import { certificateText } from './queries/certificate-text.js';
import { AcmeProblem } from './rules/problem.js';
import { accountShown, authorizationShown, challengeShown, directoryShown, orderShown } from './shown.js';
import { ACCOUNTS, jsonOf, type VerifiedRequest, verified } from './signed.js';
import { type AcmeAccount, orderOf } from './store.js';

type C = Context<Env>;

/**
 * Certificates of servers by ACME (RFC 8555), to be mounted at `/acme`: accounts are bound to an organisation by an
 * external key, hosts are proved by http-01.
 */
export function acmeDoor(app: App): Hono<Env> {
  const { origin } = app.config;
  const at = (path: string) => `${origin}/acme${path}`;
  const door = new Hono<Env>();
  door.use(largestBody(LARGEST_FORM), async (c, next) => {
    c.header('Link', `<${at('/directory')}>;rel="index"`);
    c.header('Cache-Control', 'no-store');
    if (c.req.path !== '/acme/directory') c.header('Replay-Nonce', newNonce(c.get('ctx')));
    await next();
  });
  door.onError((error, c) => problem(c as C, error));
  door.get('/directory', (c) => c.json(directoryShown(origin)));
  // GET answers HEAD as well, with 200 as §7.2 wants it of HEAD.
  door.get('/new-nonce', (c) => c.body(null, c.req.method === 'HEAD' ? 200 : 204));
  door.post('/new-account', (c) => openAccount(c, at('/new-account')));
  door.post('/acct/:id', async (c) => {
    const { account, payload } = await ofAccount(c);
    if (account.id !== c.req.param('id'))
      throw new AcmeProblem('unauthorized', 'Ce compte n’est pas le vôtre.');
    const ctx = c.get('ctx');
    const now = payload.length > 0 ? await changeAccount(ctx, account, jsonPayload(payload)) : account;
    return c.json(accountShown(origin, now));
  });
  door.post('/acct/:id/orders', async (c) => {
    const { account } = await ofAccount(c);
    if (account.id !== c.req.param('id'))
      throw new AcmeProblem('unauthorized', 'Ce compte n’est pas le vôtre.');
    const orders = await ordersOf(c.get('ctx'), account);
    return c.json({ orders: orders.map(({ id }) => at(`/order/${id}`)) });
  });
  door.post('/key-change', async (c) => {
    const { account, payload } = await ofAccount(c);
    const inner = jsonPayload(payload);
    const accountUrl = `${origin}${ACCOUNTS}${account.id}`;
    await changeKey(c.get('ctx'), account, { inner, address: at('/key-change'), accountUrl });
    return c.json(accountShown(origin, account));
  });
  orderRoutes(door, origin);
  door.post('/revoke-cert', async (c) => {
    const { by, payload } = await signedBody(c);
    await revokeByAcme(c.get('ctx'), by, jsonPayload(payload));
    return c.body(null, 200);
  });
  return door;
}

function orderRoutes(door: Hono<Env>, origin: string): void {
  door.post('/new-order', async (c) => {
    const { account, payload } = await ofAccount(c);
    const order = await newOrder(c.get('ctx'), account, jsonPayload(payload));
    c.header('Location', `${origin}/acme/order/${order.id}`);
    return c.json(orderShown(origin, order), 201);
  });
  door.post('/order/:id', async (c) => {
    const { account } = await ofAccount(c);
    return c.json(orderShown(origin, await orderOf(c.get('ctx'), account, c.req.param('id'))));
  });
  door.post('/order/:id/finalize', async (c) => {
    const { account, payload } = await ofAccount(c);
    const order = await finalizeOrder(c.get('ctx'), account, c.req.param('id'), jsonPayload(payload));
    c.header('Location', `${origin}/acme/order/${order.id}`);
    return c.json(orderShown(origin, order));
  });
  door.post('/authz/:id', async (c) => {
    const { account } = await ofAccount(c);
    return c.json(authorizationShown(origin, await orderOf(c.get('ctx'), account, c.req.param('id'))));
  });
  door.post('/chall/:id', async (c) => {
    const { account, payload } = await ofAccount(c);
    const id = c.req.param('id');
    const ctx = c.get('ctx');
    const order = payload.length > 0 ? await proveHost(ctx, account, id) : await orderOf(ctx, account, id);
    c.header('Link', `<${origin}/acme/authz/${id}>;rel="up"`, { append: true });
    return c.json(challengeShown(origin, order));
  });
  door.post('/cert/:id', async (c) => {
    const { account } = await ofAccount(c);
    const text = await certificateText(c.get('ctx'), await orderOf(c.get('ctx'), account, c.req.param('id')));
    return c.body(text, 200, { 'content-type': 'application/pem-certificate-chain' });
  });
}

/** What a program signed for this address. */
async function signedBody(c: C): Promise<VerifiedRequest> {
  return verified(c.get('ctx'), await readJson(c.req.raw, ['application/jose+json']), c.req.path);
}

/** The same, of an account. @throws AcmeProblem malformed when a key signed for itself */
async function ofAccount(c: C): Promise<{ account: AcmeAccount; payload: Buffer }> {
  const { by, payload } = await signedBody(c);
  if (!('account' in by)) throw new AcmeProblem('malformed', 'Cette demande doit nommer un compte (kid).');
  return { account: by.account, payload };
}

function jsonPayload(payload: Buffer): unknown {
  const read = jsonOf(payload);
  if (read === undefined) throw new AcmeProblem('malformed', 'Le contenu signé n’est pas du JSON.');
  return read;
}

async function openAccount(c: C, address: string) {
  const { by, payload } = await signedBody(c);
  if (!('jwk' in by)) throw new AcmeProblem('malformed', 'Un compte se demande avec sa clé (jwk).');
  const ctx = c.get('ctx');
  const { account, made } = await newAccount(ctx, { jwk: by.jwk, payload: jsonPayload(payload), address });
  c.header('Location', `${ctx.config.origin}${ACCOUNTS}${account.id}`);
  return c.json(accountShown(ctx.config.origin, account), made ? 201 : 200);
}

/** Every refusal in the words of ACME (RFC 8555 §6.7). */
function problem(c: C, error: Error): Response {
  const ctx = c.get('ctx');
  if (!(error instanceof AcmeProblem || error instanceof Refusal))
    ctx.log.error({ err: error, correlation: ctx.correlation }, 'an ACME request failed');
  const told =
    error instanceof AcmeProblem
      ? error
      : error instanceof Refusal
        ? new AcmeProblem('malformed', error.message, { status: error.status })
        : new AcmeProblem('serverInternal', 'Une erreur est survenue de notre côté : réessayez.');
  return c.body(JSON.stringify(told.document()), told.status as ContentfulStatusCode, {
    'content-type': 'application/problem+json',
  });
}
