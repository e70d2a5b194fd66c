import type { Context } from 'hono';
import { errors } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { checkShape, readJson } from '../../../platform/http/json-body.js';
import type { Env } from '../../../platform/http/request.js';
import { answerByEngine, type Engine } from '../oidc/engine.js';
import { giveBody, rawOf } from '../oidc/request.js';
import { service } from '../queries/service.js';
import { poll, pollRequest } from './poll.js';
import { askedBy } from './proven-service.js';

/** Below the issuer. */
export const POLL_PATH = '/protocol/openid-connect/ext/events/poll';
const INTROSPECTION = '/protocol/openid-connect/token/introspect';

/**
 * Answers a poll of changes (RFC 8936). The service proves itself as at every other address of the realm, by whatever
 * it registered; what it would send in a form (`client_assertion`…) it sends beside the members of the poll.
 */
export async function answerPoll(c: Context<Env>, engine: Engine): Promise<Response> {
  const body = (await readJson(c.req.raw)) as Record<string, unknown>;
  const request = checkShape(pollRequest, body);
  const { req } = rawOf(c);
  askedBy(req, (clientId) => answerTo(c.get('ctx'), clientId, request));
  req.headers['content-type'] = 'application/x-www-form-urlencoded';
  giveBody(req, Buffer.from(String(new URLSearchParams({ token: '-', ...proofsOf(body) }))));
  return answerByEngine(c, engine, INTROSPECTION);
}

async function answerTo(ctx: Ctx, clientId: string, request: Parameters<typeof poll>[2]): Promise<unknown> {
  const known = await service(ctx, clientId);
  if (known?.options.events?.delivery !== 'poll') throw new errors.AccessDenied('no changes to poll for');
  return poll(ctx, clientId, request);
}

const PROOFS = ['client_id', 'client_secret', 'client_assertion', 'client_assertion_type'];

const proofsOf = (body: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    PROOFS.flatMap((name) => (typeof body[name] === 'string' ? [[name, body[name] as string]] : [])),
  );
