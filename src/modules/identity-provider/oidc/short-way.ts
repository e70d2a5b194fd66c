import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { Ctx } from '../../../platform/context.js';
import { isCut } from '../../../platform/http/cut-request.js';
import { type Env, requestCtx } from '../../../platform/http/request.js';
import { answerByEngine, type Engine } from './engine.js';
import type { Envelope } from './envelope.js';
import { protocolHeaders } from './responses.js';

/** What a request gets, in JSON; undefined where the engine has to look. */
type Short = (ctx: Ctx, envelope: Envelope, req: IncomingMessage) => Promise<object | undefined>;

/** Of a request that proves more than a secret, that a page of another site makes, or whose body has no length. */
const UNUSUAL = ['dpop', 'origin', 'oauth-client-attestation', 'transfer-encoding'];

/** What the engine says of such an answer, in its words: no page of another site reads it with cookies, none is kept. */
const OF_JSON = {
  Vary: 'Origin',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'WWW-Authenticate',
  'Cache-Control': 'no-store',
  'Content-Type': 'application/json; charset=utf-8',
};

/**
 * Answers what services ask all day (tokens, userinfo, introspection) without the engine, where all is ordinary and nothing is to be refused.
 * The short way only ever says yes: a doubt, a refusal, a failure are the engine's to tell, so that there is one place
 * that refuses.
 */
export function shortWay(ctx: Ctx, engine: () => Promise<Engine>, short: Short) {
  const headers = { ...protocolHeaders(ctx), ...OF_JSON };
  return async (c: Context<Env>): Promise<Response> => {
    const { incoming, outgoing } = c.env as unknown as HttpBindings;
    c.set('ctx', requestCtx(ctx));
    const current = await engine();
    const answer = isPlain(incoming)
      ? await short(ctx, current.envelope, incoming).catch((err: unknown) => {
          // Nobody is there to be answered, and the engine would find half a request.
          if (isCut(incoming)) throw err;
          ctx.log.warn({ err }, 'the short way failed, the engine is asked');
          return undefined;
        })
      : undefined;
    if (!answer) return answerByEngine(c, current);
    const text = JSON.stringify(answer);
    outgoing.writeHead(200, { ...headers, 'Content-Length': Buffer.byteLength(text) }).end(text);
    return RESPONSE_ALREADY_SENT;
  };
}

const isPlain = ({ headers, socket }: IncomingMessage): boolean =>
  UNUSUAL.every((name) => headers[name] === undefined) &&
  (socket as TLSSocket).getPeerX509Certificate?.() === undefined;
