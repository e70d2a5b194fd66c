import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import Provider from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import type { Env } from '../../../platform/http/request.js';
import { answerProven } from '../changes/proven-service.js';
import { settleWhenAsked } from '../ciba/settle.js';
import { noteErrors } from '../services/note-errors.js';
import { exchangeTokens } from '../token-exchange/exchange.js';
import { judgeCertificates } from './client-certificates.js';
import { configuration } from './configuration.js';
import { speakNational } from './dialect.js';
import { type Envelope, openEnvelope } from './envelope.js';
import { sayFormPostInFrench } from './form-post-page.js';
import { keyNames, signingKeys } from './keys.js';
import { answerLostRefreshes } from './lost-answer.js';
import { misbehaveWhenAsked } from './misconduct.js';
import { REALM_PATH } from './realm.js';
import { refuseReplays } from './replays.js';
import { rawOf } from './request.js';
import { completeResponses } from './responses.js';
import { tellSpecifiedErrors } from './specified-errors.js';
import { noteVisits } from './subjects.js';
import { tellByJobs } from './tell-logout.js';
import { writeTogether } from './write-together.js';

/** Every process knows of a change of keys after that time. */
const LOOK_AFTER_MS = 5000;

export interface Engine {
  readonly provider: Provider;
  readonly envelope: Envelope;
  readonly answer: ReturnType<Provider['callback']>;
}

/**
 * Gives the protocol engine, built at first use and again within five seconds after the signing keys changed; the former
 * one answers until then.
 */
export function openEngine(ctx: Ctx): () => Promise<Engine> {
  let built: Promise<{ engine: Engine; keys: string }> | undefined;
  let checkedAt = Date.now();
  const build = async () => ({ engine: await buildEngine(ctx), keys: await keyNames(ctx) });
  return async () => {
    if (built && Date.now() - checkedAt > LOOK_AFTER_MS) {
      checkedAt = Date.now();
      if ((await keyNames(ctx)) !== (await built).keys) built = Promise.resolve(await build());
    }
    built ??= build();
    try {
      return (await built).engine;
    } catch (cause) {
      built = undefined;
      throw cause;
    }
  };
}

async function buildEngine(ctx: Ctx): Promise<Engine> {
  const issuer = ctx.config.origin + REALM_PATH;
  const keys = await signingKeys(ctx);
  const provider = new Provider(issuer, configuration(ctx, keys));
  const envelope = await openEnvelope(issuer, keys);
  provider.proxy = true;
  provider.silent = true;
  misbehaveWhenAsked(provider, ctx, keys);
  judgeCertificates(provider, ctx);
  speakNational(provider, ctx, envelope);
  refuseReplays(provider, ctx);
  tellByJobs(provider, ctx);
  settleWhenAsked(provider, ctx);
  noteErrors(provider, ctx);
  answerLostRefreshes(provider, ctx);
  writeTogether(provider, ctx);
  noteVisits(provider, ctx);
  exchangeTokens(provider, ctx);
  answerProven(provider);
  completeResponses(provider, ctx);
  tellSpecifiedErrors(provider);
  sayFormPostInFrench(provider);
  return { provider, envelope, answer: provider.callback() };
}

/**
 * Lets the engine answer a request. In: the path below the issuer when it is not the one that was asked.
 * The engine reads the raw request: no body parser may stand before it.
 */
export async function answerByEngine(c: Context<Env>, engine: Engine, below?: string): Promise<Response> {
  const { req, res } = rawOf(c);
  const asked = req.url ?? '/';
  const query = asked.includes('?') ? asked.slice(asked.indexOf('?')) : '';
  const path = below === undefined ? asked.slice(REALM_PATH.length) : below + query;
  const origin = new URL(engine.provider.issuer);
  // The configured origin is the only one: what the Host header or a proxy says is not believed.
  req.headers['x-forwarded-proto'] = origin.protocol.slice(0, -1);
  req.headers['x-forwarded-host'] = origin.host;
  Object.assign(req, { url: path, originalUrl: REALM_PATH + path });
  await engine.answer(req, res);
  return RESPONSE_ALREADY_SENT;
}
