import type Provider from 'oidc-provider';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { ALREADY_USED } from './adapter.js';
import { exchange, inExchange, type Writes } from './exchange.js';
import { sealAnswer } from './lost-answer.js';
import { renderError } from './protocol-error.js';
import { saveAll, spendFor } from './saving.js';

/**
 * Makes of each request one exchange, and writes what the engine decided by one statement before the answer leaves:
 * a code or a refresh token is spent, and what it gives exists, together or not at all.
 */
export function writeTogether(provider: Provider, ctx: Ctx): void {
  provider.use((bare, next) =>
    inExchange(true, async () => {
      await next();
      const koa = bare as KoaContextWithOIDC;
      const writes = exchange()?.writes;
      if (!writes) return;
      try {
        if (writes.spend) sealAnswer(ctx, koa, writes.spend);
        if (!(await write(ctx, writes))) refuse(provider, koa);
      } catch (error) {
        await fail(provider, ctx, koa, error as Error);
      }
    }),
  );
}

/** Another request was quicker: the answer of the engine to a code or a token that was used (RFC 6749 §5.2). */
function refuse(provider: Provider, koa: KoaContextWithOIDC): void {
  const error = new errors.InvalidGrant(ALREADY_USED);
  koa.status = error.statusCode;
  koa.body = { error: error.error, error_description: error.error_description };
  provider.emit('grant.error', koa, error);
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

/** Out: false when something was to be spent, and was already. */
async function write(ctx: Pick<Ctx, 'db'>, { saves, gone, spend, visit }: Writes): Promise<boolean> {
  const [toSave, toDelete] = [[...saves.values()], [...gone.values()]];
  if (spend) return spendFor(ctx, spend, toSave, toDelete, visit);
  if (toSave.length > 0 || toDelete.length > 0) await saveAll(ctx, toSave, toDelete);
  return true;
}
