import type Provider from 'oidc-provider';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { ALREADY_USED } from './adapter.js';
import { exchange, inExchange } from './exchange.js';
import { sealAnswer } from './lost-answer.js';
import { renderError } from './protocol-error.js';
import { writeAll } from './saving.js';

/**
 * Makes of each request one exchange, and writes what the engine decided by one statement before the answer leaves:
 * a code or a refresh token is spent, and what it gives exists, together or not at all.
 */
export function writeTogether(provider: Provider, ctx: Ctx): void {
  provider.use((bare, next) =>
    inExchange(true, async () => {
      await next();
      const koa = bare as KoaContextWithOIDC;
      const { writes, note } = exchange() ?? {};
      if (!writes) return;
      const [saves, gone] = [[...writes.saves.values()], [...writes.gone.values()]];
      try {
        if (writes.spend) sealAnswer(ctx, koa, writes.spend);
        if (!(await writeAll(ctx, { ...writes, note, saves, gone }))) await refuse(provider, ctx, koa);
      } catch (error) {
        await fail(provider, ctx, koa, error as Error);
      }
    }),
  );
}

/** Another request was quicker: the answer of the engine to a code or a token that was used (RFC 6749 §5.2). */
async function refuse(provider: Provider, ctx: Ctx, koa: KoaContextWithOIDC): Promise<void> {
  if (exchange()?.writes?.spend?.model === 'Interaction') return refuseEnded(provider, ctx, koa);
  const error = new errors.InvalidGrant(ALREADY_USED);
  koa.status = error.statusCode;
  koa.body = { error: error.error, error_description: error.error_description };
  provider.emit('grant.error', koa, error);
}

/** The same of a sign-in that went on already: the browser keeps the session that the first answer gave it. */
async function refuseEnded(provider: Provider, ctx: Ctx, koa: KoaContextWithOIDC): Promise<void> {
  const error = new errors.SessionNotFound('sign-in already over');
  for (const header of ['Location', 'Set-Cookie']) koa.remove(header);
  koa.status = error.statusCode;
  await renderError(
    ctx,
    koa,
    { error: error.error, error_description: error.error_description ?? '' },
    error,
  );
  provider.emit('authorization.error', koa, error);
}

/** Nothing was written: what the engine answered is not true. */
async function fail(provider: Provider, ctx: Ctx, koa: KoaContextWithOIDC, error: Error): Promise<void> {
  const out = { error: 'server_error', error_description: 'oops! something went wrong' };
  koa.remove('Location');
  koa.status = 500;
  if (koa.accepts('json', 'html') === 'html') await renderError(ctx, koa, out, error);
  else koa.body = out;
  provider.emit('server_error', koa, error);
}
